import { hashToken, randomToken } from '#server/lib/tokens.ts'
import type { Tx } from '#server/platform/tx.ts'
import { assignmentNotStarted, hostedElsewhere } from './errors.ts'
import { lockAssignment } from './store.ts'
import { rotateToken } from './token-store.ts'

export const GIT_USER = 'candidate'

export function cloneUrl(publicUrl: string, repoId: string): string {
  return `${publicUrl}/git/${repoId}.git`
}

/** A new token for the candidate's repository; the one before stops working. Only its hash is kept. */
export async function createGitToken(tx: Tx, id: string, publicUrl: string) {
  const a = await lockAssignment(tx, id)
  if (!a.clock) throw assignmentNotStarted()
  if (a.provider !== 'built-in') throw hostedElsewhere()
  const token = randomToken('hw_git')
  await rotateToken(tx, a.id, hashToken(token))
  const url = cloneUrl(publicUrl, a.repoId)
  return { token, clone_url: url, username: GIT_USER, command: `git clone ${url.replace('://', `://${GIT_USER}:${token}@`)} take-home` }
}
