/** What is run of a submission, from what the company wrote alone: the scaffold, its hidden tests and its `checks.yaml`. */
import { z } from 'zod'
import type { CheckStep } from '#contract/checks.ts'
import type { SandboxLimits } from '#server/adapters/sandbox/port.ts'
import type { ChecksFile, StarterFile } from '#server/features/templates/index.ts'

const MB = 1024 * 1024

export interface Step {
  kind: CheckStep['kind']
  title: string
  /** As people would type it. */
  shown: string
  /** The real one. `nonce` names the report, new for each run. */
  command(nonce: string): string[]
}

export interface Plan {
  steps: Step[]
  manifest: Uint8Array
  lock: Uint8Array
  limits: Partial<SandboxLimits>
}

const manifest = z.object({ scripts: z.record(z.string(), z.string()).default({}), dependencies: z.record(z.string(), z.string()).default({}), devDependencies: z.record(z.string(), z.string()).default({}) })

/** Looked for when `checks.yaml` names none. A starter without vitest has its tests in a script. */
const usualScripts = (vitest: boolean) => [...(vitest ? [] : ['test']), 'lint', 'types', 'typecheck', 'type-check']

/** @returns the reason, as a sentence, when there is nothing to run */
export function planOf(scaffold: readonly StarterFile[], hasHidden: boolean, file: ChecksFile): Plan | string {
  const [described, lock] = ['package.json', 'package-lock.json'].map((name) => scaffold.find((f) => f.path === name)?.content)
  if (!described) return 'The starter of this take-home has no package.json, so there is nothing to run.'
  if (!lock) return 'The starter of this take-home has no package-lock.json, so its dependencies are not known.'
  const { scripts, dependencies, devDependencies } = manifest.parse(JSON.parse(Buffer.from(described).toString('utf8')))
  const installed = { ...dependencies, ...devDependencies }
  const vitest = 'vitest' in installed
  const tests = vitest ? testSteps(file, hasHidden, '@vitest/coverage-v8' in installed) : []
  const others = (file.scripts ?? usualScripts(vitest)).flatMap((name) => (scripts[name] ? [scriptStep(name, scripts[name])] : []))
  if (tests.length + others.length === 0) return 'The starter of this take-home has neither vitest nor a script to run.'
  return { steps: [...tests, ...others], manifest: described, lock, limits: limitsOf(file) }
}

function testSteps(file: ChecksFile, hasHidden: boolean, coverage: boolean): Step[] {
  const own = testStep('tests', 'The submission’s own tests', file.arguments, coverage ? MEASURED : UNMEASURED)
  return hasHidden ? [own, testStep('hidden_tests', 'Hidden tests', [`${HIDDEN}/`, ...file.arguments], UNMEASURED)] : [own]
}

/** Where the hidden tests are lent to, beside the submission. */
export const HIDDEN = 'hidden'

interface Coverage {
  shown: string[]
  args: string[]
}
const UNMEASURED: Coverage = { shown: [], args: [] }
const MEASURED: Coverage = { shown: ['--coverage'], args: ['--coverage.enabled', '--coverage.provider=v8', '--coverage.reporter=json-summary', '--coverage.reportsDirectory=/results', '--coverage.clean=false'] }

function testStep(kind: Step['kind'], title: string, args: string[], coverage: Coverage): Step {
  const reports = (nonce: string) => ['--reporter=default', '--reporter=json', `--outputFile.json=/results/${nonce}.json`]
  return { kind, title, shown: ['vitest run', ...args, ...coverage.shown].join(' '), command: (nonce) => ['node', 'node_modules/vitest/vitest.mjs', 'run', ...args, ...coverage.args, ...reports(nonce)] }
}

/** The text of the script is the scaffold's; what the candidate wrote under that name is not asked. */
function scriptStep(name: string, text: string): Step {
  return { kind: 'script', title: `npm run ${name}`, shown: text, command: () => ['sh', '-c', `PATH="$PWD/node_modules/.bin:$PATH"; ${text}`] }
}

function limitsOf({ limits }: ChecksFile): Partial<SandboxLimits> {
  return { wallMs: limits.seconds * 1000, cpuSeconds: limits.seconds, memoryBytes: limits.memory_mb * MB, processes: limits.processes, diskBytes: limits.disk_mb * MB }
}
