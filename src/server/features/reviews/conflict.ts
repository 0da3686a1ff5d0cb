/** Somebody who should not judge a candidate. Nothing of it is removed: taken back, it still says who was kept out when. */
export interface Conflict {
  id: string
  orgId: string
  candidateId: string
  /** The application on whose page it was said; it holds for the candidate, whatever they apply for. */
  applicationId: string
  jobId: string
  jobTitle: string
  memberId: string
  declaredBy: string
  words: string
  declaredAt: Date
  takenBack: { at: Date; by: string } | null
}

/** Said of oneself, or by somebody of the team. */
export function isOwnWord(c: Pick<Conflict, 'memberId' | 'declaredBy'>): boolean {
  return c.declaredBy === c.memberId
}

export type WhyNotTakeBack = 'taken_back' | 'their_own_word' | 'about_you' | 'not_deciding'

/**
 * What somebody says of themselves nobody else takes back, and what the team says of somebody they do not take back
 * themselves.
 */
export function whyNotTakeBack(c: Conflict, me: { memberId: string; deciding: boolean }): WhyNotTakeBack | null {
  if (c.takenBack) return 'taken_back'
  if (isOwnWord(c)) return c.memberId === me.memberId ? null : 'their_own_word'
  if (c.memberId === me.memberId) return 'about_you'
  return me.deciding ? null : 'not_deciding'
}
