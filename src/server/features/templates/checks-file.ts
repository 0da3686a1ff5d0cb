import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { packageRoot } from '#server/lib/package-root.ts'
import { filesIn, type StarterFile } from './gallery.ts'
import { readYaml } from './read-yaml.ts'

/** `checks.yaml`: how a submission of a template is run in the sandbox. All of it may be left out. */
export const checksFile = z.strictObject({
  /** The tests are run by the starter's own vitest, the only runner known so far. */
  runner: z.literal('vitest').default('vitest'),
  /** Passed on to `vitest run`. */
  arguments: z.array(z.string().min(1).max(200)).max(20).default([]),
  /** Scripts of the starter's package.json to run beside the tests. */
  scripts: z.array(z.string().regex(/^[\w:-]{1,64}$/, 'Name a script of package.json')).max(5).optional(),
  limits: z
    .strictObject({
      seconds: z.int().min(5).max(600).default(120),
      memory_mb: z.int().min(256).max(8192).default(2048),
      processes: z.int().min(32).max(1024).default(256),
      disk_mb: z.int().min(16).max(2048).default(512),
    })
    .prefault({}),
})
export type ChecksFile = z.infer<typeof checksFile>

const shipped = path.join(packageRoot, 'templates')

/** How submissions of a template are checked. @throws Error naming what is wrong with its `checks.yaml` */
export function checksOf(slug: string, folder = shipped): ChecksFile {
  const file = path.join(folder, slug, 'checks.yaml')
  if (!isName(slug) || !existsSync(file)) return checksFile.parse({})
  const read = parseChecks(readFileSync(file, 'utf8'))
  if ('mistake' in read) throw new Error(`templates/${slug}/checks.yaml can’t be used:\n${read.mistake}`)
  return read.checks
}

/** A text of `checks.yaml`, or what is wrong with it. */
export function parseChecks(text: string): { checks: ChecksFile } | { mistake: string } {
  const yaml = readYaml(text)
  if ('mistakes' in yaml) return { mistake: yaml.mistakes[0]?.message ?? 'It can’t be read' }
  const parsed = checksFile.safeParse(yaml.value ?? {})
  return parsed.success ? { checks: parsed.data } : { mistake: z.prettifyError(parsed.error) }
}

/** All that is never a candidate's: `hidden/` and `checks.yaml` of a template, as a starter of one's own keeps them. */
export function checkFilesOf(slug: string, folder = shipped): StarterFile[] {
  const yaml = path.join(folder, slug, 'checks.yaml')
  const hidden = hiddenFilesOf(slug, folder).map((f) => ({ ...f, path: `hidden/${f.path}` }))
  return existsSync(yaml) && isName(slug) ? [...hidden, { path: 'checks.yaml', content: readFileSync(yaml), mode: '100644' }] : hidden
}

/** Acceptance tests of a template: for the team and the sandbox, never for a candidate's repository. */
export function hiddenFilesOf(slug: string, folder = shipped): StarterFile[] {
  const root = path.join(folder, slug, 'hidden')
  return isName(slug) && existsSync(root) ? filesIn(root, '') : []
}

const isName = (slug: string) => /^[a-z0-9-]+$/.test(slug)
