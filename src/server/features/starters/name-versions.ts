import type { HiringProcess, Stage } from '#contract/process.ts'
import { galleryTemplate } from '#server/features/templates/index.ts'
import type { Tx } from '#server/platform/tx.ts'
import { starterNotReady, starterUnknown } from './errors.ts'
import { findStarterBySlug, lockStarter } from './store.ts'
import { findVersionByNumber, newestVersion } from './version-store.ts'

/**
 * A process as it may be frozen: each starter of the company's own by a version that is ready, the newest where none was
 * named. The starter stays until the end of the transaction.
 * @throws Refusal `starter_unknown`, `starter_not_ready`
 */
export async function withStarterVersions(tx: Tx, orgId: string, process: HiringProcess): Promise<HiringProcess> {
  const stages: Stage[] = []
  for (const stage of process.stages) stages.push(await withVersion(tx, orgId, stage))
  return stages.every((s, i) => s === process.stages[i]) ? process : { ...process, stages }
}

async function withVersion(tx: Tx, orgId: string, stage: Stage): Promise<Stage> {
  if (stage.type !== 'code_assignment' || stage.config.provider !== 'built-in') return stage
  const { scaffold, starter_version: number } = stage.config
  if (number === undefined && galleryTemplate(scaffold)) return stage
  const starter = await findStarterBySlug(tx, orgId, scaffold)
  if (!starter) throw starterUnknown(scaffold)
  await lockStarter(tx, starter.id)
  const version = number === undefined ? await newestVersion(tx, starter.id, 'ready') : await findVersionByNumber(tx, starter.id, number)
  if (version?.state !== 'ready') throw starterNotReady(scaffold, number ?? null)
  return number === undefined ? { ...stage, config: { ...stage.config, starter_version: version.number } } : stage
}
