import { requireMember } from '#server/platform/auth/require.ts'
import type { Context } from '#server/platform/context.ts'
import { record } from '#server/platform/events/record.ts'
import type { Tx } from '#server/platform/tx.ts'
import { loadStarterToChange } from './access.ts'
import { starterInUse } from './errors.ts'
import { removeStarter, updateStarter, usesOf } from './store.ts'

/** Renames it, or puts it away and back. Its address and what processes call it stay. */
export async function changeStarter(tx: Tx, id: string, o: { name?: string | undefined; archived?: boolean | undefined }): Promise<void> {
  const s = await loadStarterToChange(tx, id)
  const archived = o.archived ?? s.archivedAt !== null
  const archivedAt = archived === (s.archivedAt !== null) ? s.archivedAt : archived ? tx.now : null
  await updateStarter(tx, id, { name: o.name, archivedAt })
  await record(tx, 'starter.changed', { orgId: s.orgId }, { starter_id: id, name: o.name ?? s.name, archived })
}

/** Removes what no process has ever named: rows first, then what is on the disk. @throws Refusal `starter_in_use` */
export async function deleteStarter(ctx: Context, id: string): Promise<void> {
  const { repos } = await ctx.transaction((tx) => remove(tx, id))
  await ctx.git.remove(repos.files)
  await ctx.git.remove(repos.checks)
}

async function remove(tx: Tx, id: string) {
  const s = await loadStarterToChange(tx, id)
  const uses = await usesOf(tx, s)
  if (uses.length > 0) throw starterInUse([...new Set(uses.map((u) => `“${u.title}”`))])
  await removeStarter(tx, id)
  await record(tx, 'starter.removed', { orgId: requireMember(tx).orgId }, { starter_id: id, name: s.name })
  return s
}
