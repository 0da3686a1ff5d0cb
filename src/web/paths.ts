/** Every address of the team's application, in one place. */
export const paths = {
  signIn: '/app/sign-in',
  jobs: '/app/',
  job: (id: string) => `/app/jobs/${id}`,
  application: (id: string) => `/app/applications/${id}`,
  review: (id: string) => `/app/reviews/${id}`,
  reviews: '/app/reviews',
  calibration: '/app/calibration',
  interviews: '/app/interviews',
  times: '/app/times',
  starters: '/app/starters',
  payouts: '/app/payouts',
  activity: '/app/activity',
  members: '/app/members',
  organization: '/app/organization',
  tokens: '/app/tokens',
  mailbox: '/app/mailbox',
} as const
