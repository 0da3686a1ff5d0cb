import { STARTER_PARTS } from '#contract/starters.ts'
import { hashToken, randomToken } from '#server/lib/tokens.ts'
import { requireMember } from '#server/platform/auth/require.ts'
import type { Context } from '#server/platform/context.ts'
import type { Tx } from '#server/platform/tx.ts'
import { loadStarter } from './access.ts'
import { cloneUrl } from './show-starter.ts'
import { putToken } from './store.ts'

const GIT_USER = 'starter'

/** A member's own token for git. Only its hash is kept; the one before stops working. */
export async function createStarterToken(tx: Tx, ctx: Context, id: string) {
  const s = await loadStarter(tx, id)
  const token = randomToken('hw_str')
  await putToken(tx, { starterId: s.id, memberId: requireMember(tx).memberId, tokenHash: hashToken(token) })
  const commands = STARTER_PARTS.map((part) => {
    const url = cloneUrl(ctx, s.repos[part]).replace('://', `://${GIT_USER}:${token}@`)
    return { part, command: `git clone ${url} ${part === 'files' ? s.slug : `${s.slug}-checks`}` }
  })
  return { token, username: GIT_USER, commands }
}
