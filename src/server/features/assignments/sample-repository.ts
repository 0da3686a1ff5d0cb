import type { RepoStore } from '#server/adapters/git/port.ts'
import { type SampleSubmission, sampleById, starterFilesOf } from '#server/features/templates/index.ts'
import { idFrom, sha256Hex } from '#server/lib/hash.ts'
import { requireMember } from '#server/platform/auth/require.ts'
import type { Context } from '#server/platform/context.ts'
import { notFound } from '#server/platform/errors.ts'
import { STARTER } from './start-assignment.ts'

/** Where a sample submission can be read, by the same means as a candidate's. */
export interface SampleRepository {
  repoId: string
  starterCommit: string
  commit: string
}

/** Of this process: what was made once is looked for no more. */
const made = new WeakMap<RepoStore, Map<string, Promise<SampleRepository>>>()

/** A sample's repository, made when it is first read. Samples are for members; candidates and visitors find none. */
export async function sampleRepository(ctx: Context, id: string): Promise<SampleRepository> {
  requireMember(ctx)
  const sample = sampleById(id)
  if (!sample) throw notFound('The sample')
  const known = made.get(ctx.git) ?? new Map<string, Promise<SampleRepository>>()
  made.set(ctx.git, known)
  const repository = known.get(id) ?? make(ctx.git, sample)
  known.set(id, repository)
  // A failure is not kept: the next who reads tries again.
  repository.catch(() => known.delete(id))
  return repository
}

/** Named by what is in it: with the next release's sample comes the next repository. The rubric is beside it, not in it. */
async function make(git: RepoStore, sample: SampleSubmission): Promise<SampleRepository> {
  const files = starterFilesOf(sample.scaffold).filter((f) => f.path !== 'RUBRIC.md')
  const { starterId } = await git.prepareStarter(files, STARTER)
  const repoId = idFrom('repo', sha256Hex(['sample', starterId, ...sample.patches].join('\n'))).slice(-26)
  await git.createFromPatches(repoId, starterId, sample.patches)
  const commit = await git.reader(repoId).resolve('refs/heads/main')
  if (!commit) throw new Error(`The repository ${repoId} of sample ${sample.id} has no main branch`)
  return { repoId, starterCommit: starterId, commit }
}
