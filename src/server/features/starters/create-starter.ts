import type { StarterFrom } from '#contract/starters.ts'
import type { StarterFile } from '#server/adapters/git/port.ts'
import { checkFilesOf, galleryTemplate, slugify, starterFilesOf } from '#server/features/templates/index.ts'
import { requireMember } from '#server/platform/auth/require.ts'
import type { Context } from '#server/platform/context.ts'
import { invalidField } from '#server/platform/errors.ts'
import { record } from '#server/platform/events/record.ts'
import type { Tx } from '#server/platform/tx.ts'
import { starterExists, templateUnknown } from './errors.ts'
import { importStarter, sourceOf } from './import-starter.ts'
import { lookOver } from './look-over.ts'
import { receiveVersion } from './receive-version.ts'
import type { Starter } from './starter.ts'
import { findStarter, findStarterBySlug, insertStarter, newRepos } from './store.ts'

/**
 * Begins a starter: both its repositories, and where it begins from a template the first version. What comes from an
 * address is fetched afterwards. Repeating it is refused: the name is taken then.
 * @returns its id
 * @throws Refusal `starter_exists`, `template_unknown`
 */
export async function createStarter(ctx: Context, o: { name: string; from: StarterFrom }): Promise<string> {
  const slug = slugOf(o.name)
  const source = o.from.kind === 'url' ? sourceOf(o.from, ctx.config.importOrigins, 'body.from.url') : null
  const origin = { kind: o.from.kind, from: o.from.kind === 'template' ? o.from.template : (source?.url ?? '') }
  if (o.from.kind === 'template' && starterFilesOf(o.from.template).length === 0) throw templateUnknown(o.from.template)
  const now = await ctx.transaction((tx) => refuseTaken(tx, slug))
  const repos = newRepos()
  const [files, checks] = await Promise.all([makeRepo(ctx, repos.files, firstFiles(origin), now), makeRepo(ctx, repos.checks, firstChecks(origin), now)])
  const { id, versionId } = await ctx.transaction((tx) => insert(tx, { slug, name: o.name, origin, repos }, { files, checks }))
  if (versionId) await lookOver(ctx, versionId)
  if (source) await importStarter(ctx, id, source)
  return id
}

/** A shipped template keeps its name to itself: a process says either by the same word. */
function slugOf(name: string): string {
  const slug = slugify(name)
  if (!slug) throw invalidField('body.name', 'Use some letters or digits')
  if (galleryTemplate(slug)) throw starterExists(slug)
  return slug
}

async function refuseTaken(tx: Tx, slug: string): Promise<Date> {
  if (await findStarterBySlug(tx, requireMember(tx).orgId, slug)) throw starterExists(slug)
  return tx.now
}

const BEGIN = `# Begin here

Replace this with the starter of your take-home: a README.md that says what to do, and the project a candidate begins with.
Push to main, and Handiwork tries it.
`
const HIDDEN = `# Hidden tests

Tests in this folder are run beside a candidate's submission, and no candidate ever sees them. They are run as
\`vitest run hidden/\` at the top of the submission: \`../src/app.ts\` is the candidate's file. How they are run can be said in a
\`checks.yaml\` beside this folder.
`

const firstFiles = (o: Starter['origin']): StarterFile[] => (o.kind === 'template' ? starterFilesOf(o.from) : [{ path: 'README.md', content: BEGIN }])

/** There is always a folder for hidden tests: a zip of that folder alone is then known for what it is. */
function firstChecks(o: Starter['origin']): StarterFile[] {
  const readme = { path: 'hidden/README.md', content: HIDDEN }
  return o.kind === 'template' ? [...checkFilesOf(o.from).filter((f) => f.path !== readme.path), readme] : [readme]
}

async function makeRepo(ctx: Context, repoId: string, files: StarterFile[], at: Date): Promise<string> {
  const { starterId } = await ctx.git.prepareStarter(files, { message: 'Begin a starter\n', author: { name: 'Handiwork', email: 'noreply@handiwork.invalid' }, at })
  return (await ctx.git.create(repoId, starterId)).commit
}

async function insert(tx: Tx, s: Pick<Starter, 'slug' | 'name' | 'origin' | 'repos'>, commits: { files: string; checks: string }): Promise<{ id: string; versionId: string | null }> {
  const me = requireMember(tx)
  const id = await insertStarter(tx, { ...s, orgId: me.orgId, createdBy: me.memberId })
  const made = id && (await findStarter(tx, id))
  if (!id || !made) throw starterExists(s.slug)
  await record(tx, 'starter.created', { orgId: me.orgId }, { starter_id: id, name: s.name })
  if (s.origin.kind !== 'template') return { id, versionId: null }
  const received = { commit: commits.files, checksCommit: commits.checks, pushId: null, brought: 'template', subject: `From ${s.origin.from}`, receivedAt: tx.now, receivedBy: me.memberId } as const
  return { id, versionId: (await receiveVersion(tx, made, received))?.id ?? null }
}
