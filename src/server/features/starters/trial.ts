/** A version's way through the sandbox, for the feature that runs things there: begin, and end with a verdict. */
import type { Context } from '#server/platform/context.ts'
import { SYSTEM } from '#server/platform/principal.ts'
import type { Tx } from '#server/platform/tx.ts'
import { endVersion, lookOver, versionWithStarter } from './look-over.ts'
import { type CheckMaterial, materialOf } from './material.ts'
import { lockTrials } from './trial-store.ts'
import { countTrying, setTrying, type Verdict } from './version-store.ts'

/** Beside the checks of submissions, which go on meanwhile. */
const AT_ONCE = 1
/** Whoever has been at it for so long has died with its program. */
const STALE_MS = 1_800_000

export interface Trial {
  versionId: string
  repoId: string
  commit: string
  material: CheckMaterial
}

/** The version, if it is still to be tried and this is its turn. Asking again for one that was interrupted is yes again. */
export async function beginTrial(context: Context, versionId: string): Promise<Trial | 'later' | null> {
  const ctx = context.as(SYSTEM)
  await lookOver(ctx, versionId)
  const turn = await ctx.transaction((tx) => takeTurn(tx, versionId))
  if (turn === null || turn === 'later') return turn
  const { starter, version } = turn
  return { versionId, repoId: starter.repos.files, commit: version.commit, material: await materialOf(ctx, starter, version) }
}

async function takeTurn(tx: Tx, versionId: string) {
  await lockTrials(tx)
  const found = await versionWithStarter(tx, versionId)
  if (!found || (found.version.state !== 'waiting' && found.version.state !== 'trying')) return null
  if ((await countTrying(tx, { butFor: versionId, since: new Date(tx.now.getTime() - STALE_MS) })) >= AT_ONCE) return 'later'
  await setTrying(tx, versionId)
  return found
}

/** Says how it ended. Nothing happens when somebody else has. */
export async function endTrial(context: Context, versionId: string, verdict: Verdict): Promise<void> {
  await context.as(SYSTEM).transaction(async (tx) => {
    const found = await versionWithStarter(tx, versionId)
    if (found) await endVersion(tx, found.starter, found.version, verdict)
  })
}
