import { execFile } from 'node:child_process'
import { cpSync, existsSync, readFileSync, readdirSync, symlinkSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { z } from 'zod'

const run = promisify(execFile)

export const folderOf = (slug: string) => path.resolve(import.meta.dirname, '../../templates', slug)

export const patchesOf = (template: string, name: string) => filesOf(path.join(template, 'samples', name)).filter((file) => file.endsWith('.patch'))

/** Every file in and below a folder, in a fixed order. */
export function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name)).sort()
}

/** Makes the scaffold a repository and applies a sample's patches, as the demo does. */
export async function makeSubmission(template: string, name: string, folder: string): Promise<void> {
  const git = (...args: string[]) => run('git', args, { cwd: folder, env: environment({ GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1', GIT_AUTHOR_NAME: 'Starter', GIT_AUTHOR_EMAIL: 'starter@example.org', GIT_COMMITTER_NAME: 'Starter', GIT_COMMITTER_EMAIL: 'starter@example.org' }) })
  cpSync(path.join(template, 'scaffold'), folder, { recursive: true, filter: (file) => path.basename(file) !== 'node_modules' })
  await git('init', '-q', '-b', 'main')
  await git('add', '-A')
  await git('commit', '-qm', 'Starter')
  await git('am', '-q', '--keep-cr', ...patchesOf(template, name))
}

export interface Tally {
  passed: number
  failed: number
  failing: string[]
}

const vitestReport = z.object({ testResults: z.array(z.object({ name: z.string(), assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })) })) })

/** Installs what the scaffold depends on, without running a line of it. @returns false when there is no registry to install it from */
export async function install(template: string, folder: string): Promise<boolean> {
  for (const file of ['package.json', 'package-lock.json', '.npmrc']) cpSync(path.join(template, 'scaffold', file), path.join(folder, file))
  try {
    await run('npm', ['ci', '--ignore-scripts', '--prefer-offline', '--no-progress'], { cwd: folder, env: environment() })
    return true
  } catch (error) {
    if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH/.test(String(error))) return false
    throw error
  }
}

/** Type-checks a submission, lays the hidden tests beside it and runs its own and those, as `hidden/README.md` says. */
export async function measure(template: string, folder: string, installed: string, options: readonly string[]): Promise<{ visible: Tally; hidden: Tally }> {
  symlinkSync(path.join(installed, 'node_modules'), path.join(folder, 'node_modules'))
  if (existsSync(path.join(folder, 'tsconfig.json'))) await run('npx', ['--no-install', 'tsc', '--noEmit'], { cwd: folder, env: environment() })
  cpSync(path.join(template, 'hidden'), path.join(folder, 'hidden'), { recursive: true })
  const output = path.join(folder, 'report.json')
  const vitest = run('npx', ['--no-install', 'vitest', 'run', ...options, '--reporter=json', `--outputFile=${output}`], { cwd: folder, env: environment() })
  await vitest.catch((error: { code?: unknown }) => {
    // 1: some tests failed, which is what is measured.
    if (error.code !== 1) throw error
  })
  const { testResults } = vitestReport.parse(JSON.parse(readFileSync(output, 'utf8')))
  const isHidden = (file: string) => path.basename(path.dirname(file)) === 'hidden'
  const tallyOf = (hidden: boolean) => tally(testResults.filter((file) => isHidden(file.name) === hidden).flatMap((file) => file.assertionResults))
  return { visible: tallyOf(false), hidden: tallyOf(true) }
}

function tally(results: { fullName: string; status: string }[]): Tally {
  const failing = results.filter((r) => r.status !== 'passed').map((r) => r.fullName).sort()
  return { passed: results.length - failing.length, failed: failing.length, failing }
}

/** Nothing of the test run around it; a fixed zone, as a submission may get that wrong. */
function environment(more: Record<string, string> = {}) {
  const kept = Object.fromEntries(['PATH', 'HOME', 'NODE_EXTRA_CA_CERTS', 'HTTPS_PROXY', 'https_proxy'].flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])))
  return { ...kept, TZ: 'UTC', CI: '1', ...more }
}
