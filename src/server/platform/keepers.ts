import type { Gatekeeper, PushStamp, RepoId } from '#server/adapters/git/port.ts'

/** What is one gatekeeper's own, told by the name of a repository and by the name of a push. */
export interface Mine {
  repo: (id: RepoId) => boolean
  push: (id: PushStamp['pushId']) => boolean
}

/** Asks one of two, by the name of what it is about: what is one's never reaches the other's log, and the other way round. */
export function keepersByName(mine: Gatekeeper, isMine: Mine, others: Gatekeeper): Gatekeeper {
  const byRepo = ({ repoId }: { repoId: RepoId }) => (isMine.repo(repoId) ? mine : others)
  const byPush = ({ pushId }: PushStamp) => (isMine.push(pushId) ? mine : others)
  return {
    authorize: (a) => byRepo(a).authorize(a),
    firstByte: (a) => byRepo(a).firstByte(a),
    lastByte: (s, a) => byPush(s).lastByte(s, a),
    decide: (s, updates, tips) => byPush(s).decide(s, updates, tips),
    decideAtOnce: (whole, updates, tips) => byRepo(whole).decideAtOnce(whole, updates, tips),
    applied: (s, updates) => byPush(s).applied(s, updates),
    abandoned: (s, reason) => byPush(s).abandoned(s, reason),
    fetched: (a) => byRepo(a).fetched(a),
  }
}
