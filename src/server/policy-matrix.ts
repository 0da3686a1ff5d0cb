import type { Role, Scope } from '#contract/accounts.ts'
import type { OperationId } from '#contract/index.ts'

/**
 * Who may call an operation at all. What is not said here is denied, and an operation without a row does not compile.
 * Which objects a caller may touch is decided where they are loaded.
 */
export type Row = 'anyone' | 'candidate' | 'referee' | { roles: readonly Role[]; scope: Scope }

const everyone: readonly Role[] = ['owner', 'recruiter', 'reviewer', 'interviewer']
const hiring: readonly Role[] = ['owner', 'recruiter']
const owners: readonly Role[] = ['owner']

const team = { roles: everyone, scope: 'read' } as const
const own = { roles: everyone, scope: 'admin' } as const
const hiringRead = { roles: hiring, scope: 'read' } as const
const hiringWrite = { roles: hiring, scope: 'hiring:write' } as const
const ownerRead = { roles: owners, scope: 'read' } as const
const admin = { roles: owners, scope: 'admin' } as const
const reviewing = { roles: everyone, scope: 'reviews:write' } as const
const interviewing = { roles: everyone, scope: 'interviews:write' } as const

export const policyMatrix = {
  getSignUpPolicy: 'anyone',
  completeSetup: 'anyone',
  signUp: 'anyone',
  signIn: 'anyone',
  signOut: 'anyone',
  requestSignInLink: 'anyone',
  redeemSignInLink: 'anyone',
  lookUpInvitation: 'anyone',
  acceptInvitation: 'anyone',
  getSession: team,
  switchOrganization: own,
  changePassword: own,
  getOrganization: team,
  updateOrganization: admin,
  listMembers: team,
  changeMember: admin,
  removeMember: admin,
  listInvitations: hiringRead,
  inviteMember: admin,
  revokeInvitation: admin,
  listTokens: own,
  createToken: own,
  revokeToken: own,

  listGallery: 'anyone',
  getGalleryTemplate: 'anyone',
  exportGalleryTemplate: 'anyone',
  checkProcess: hiringRead,

  listJobs: team,
  createJob: hiringWrite,
  getJob: team,
  updateJob: hiringWrite,
  getJobProcess: hiringRead,
  updateJobProcess: hiringWrite,
  importJobProcess: hiringWrite,
  exportJobProcess: hiringRead,
  getHiringTeam: team,
  setHiringTeam: hiringWrite,
  publishJob: hiringWrite,
  closeJob: hiringWrite,

  getCareers: 'anyone',
  getPublicJob: 'anyone',
  uploadFile: 'anyone',
  apply: 'anyone',

  getBoard: team,
  listApplications: team,
  getApplication: team,
  getResume: team,
  advance: hiringWrite,
  reject: hiringWrite,
  addNote: { roles: everyone, scope: 'hiring:write' },
  listEvents: team,
  withdraw: 'candidate',
  getPortal: 'candidate',
  getPortalApplication: 'candidate',
  listPortalMail: 'candidate',

  getAssignment: team,
  grantExtension: hiringWrite,
  // Private: a token that may only read does not.
  getAccommodation: hiringWrite,
  setAccommodation: hiringWrite,
  getPortalAccommodation: 'candidate',
  askAccommodation: 'candidate',
  withdrawAccommodation: 'candidate',
  planStart: 'candidate',
  getDeadlineCalendar: 'candidate',
  listSubmissionFiles: team,
  getSubmissionFile: team,
  getSubmissionDiff: team,
  listSubmissionCommits: team,
  getChecks: team,
  runChecksAgain: { roles: owners, scope: 'hiring:write' },
  downloadSubmissionFile: team,
  listSubmissionChanges: team,
  listSubmissionPushes: team,
  getPushDiff: team,
  getSubmissionBlame: team,
  searchSubmission: team,
  downloadSubmission: team,
  getPortalAssignment: 'candidate',
  startAssignment: 'candidate',
  receiveGithubWebhook: 'anyone',
  createGitToken: 'candidate',
  submitNow: 'candidate',
  uploadWork: 'candidate',
  getPractice: 'candidate',
  openPractice: 'candidate',
  downloadWork: 'candidate',
  undoSubmission: 'candidate',
  getReceipt: 'candidate',

  getOriginality: team,

  listCalibrations: team,
  beginCalibration: reviewing,
  getCalibration: team,
  saveCalibrationScore: reviewing,
  sealCalibration: reviewing,
  getAgreement: hiringRead,
  getMyScoring: team,

  listMyReviews: team,
  getRound: team,
  replaceReviewer: hiringWrite,
  getReview: team,
  saveScore: reviewing,
  saveVerdict: reviewing,
  addComment: reviewing,
  editComment: reviewing,
  deleteComment: reviewing,
  saveDraft: reviewing,
  discardDraft: reviewing,
  listViewed: team,
  setViewed: reviewing,
  sealReview: reviewing,
  getFeedback: team,
  saveFeedback: { roles: everyone, scope: 'hiring:write' },
  sendFeedback: hiringWrite,
  getPortalFeedback: 'candidate',

  listSlots: team,
  publishSlots: interviewing,
  withdrawSlot: interviewing,
  getInterview: team,
  listMyInterviews: team,
  addAgendaItem: interviewing,
  pointAgendaItem: interviewing,
  removeAgendaItem: interviewing,
  markHeld: interviewing,
  markNoShow: interviewing,
  saveInterviewScore: interviewing,
  saveInterviewVerdict: interviewing,
  sealScorecard: interviewing,
  getPortalInterview: 'candidate',
  bookInterview: 'candidate',
  cancelInterview: 'candidate',
  getInterviewInvite: 'candidate',

  getReferences: team,
  saveReferenceNotes: interviewing,
  completeReference: interviewing,
  getPortalReferences: 'candidate',
  nameReferees: 'candidate',
  getRefereePage: 'referee',
  bookReferenceCall: 'referee',

  getOffer: hiringRead,
  draftOffer: hiringWrite,
  extendOffer: hiringWrite,
  rescindOffer: hiringWrite,
  getPortalOffer: 'candidate',
  acceptOffer: 'candidate',
  declineOffer: 'candidate',

  listPayouts: hiringRead,
  recordPayment: { roles: owners, scope: 'payouts:write' },
  listPortalPayouts: 'candidate',

  listActivity: hiringRead,
  verifyActivity: hiringRead,
  listMail: ownerRead,
  getServerTime: 'anyone',
} as const satisfies Record<OperationId, Row>
