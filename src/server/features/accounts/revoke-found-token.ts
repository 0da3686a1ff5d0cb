import type { Context } from '#server/platform/context.ts'
import { record } from '#server/platform/events/record.ts'
import { queueMail } from '#server/platform/mail/queue.ts'
import type { Tx } from '#server/platform/tx.ts'
import { foundTokenMail } from './emails.ts'
import { organizationById } from './store.ts'
import { liveToken, revokeTokenRow, tokenWithOwner } from './token-store.ts'

/** Revokes an API token that was found where others can read it, and tells the member whose it is. Others: nothing happens. */
export async function revokeFoundToken(tx: Tx, ctx: Context, tokenHash: string): Promise<void> {
  const live = await liveToken(tx, tokenHash)
  if (!live || !(await revokeTokenRow(tx, live.member_id, live.id))) return
  const token = await tokenWithOwner(tx, live.id)
  const organization = await organizationById(tx, live.org_id)
  if (token) await queueMail(tx, `token.found:${live.id}`, foundTokenMail(ctx, token, organization.name), live.org_id)
  await record(tx, 'token.revoked', { orgId: live.org_id }, { token_id: live.id })
}
