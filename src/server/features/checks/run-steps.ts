/** The steps of a plan over one tree, each in a sandbox of its own. */
import type { CheckStep } from '#contract/checks.ts'
import type { SandboxBind, SandboxFile, SandboxResult } from '#server/adapters/sandbox/port.ts'
import type { StarterFile } from '#server/features/templates/index.ts'
import { randomToken } from '#server/lib/tokens.ts'
import type { Context } from '#server/platform/context.ts'
import { HIDDEN, type Plan, type Step } from './plan.ts'
import { shortened, storable } from './storable.ts'
import { countsOf, coverageIn, testsIn } from './vitest-report.ts'

/** What a repository may hold at most is less. */
const TREE_BYTES = 256 * 1024 * 1024
const LOG_CHARS = 64 * 1024
const MB = 1024 * 1024
/** A fixed zone, as a submission may get that wrong; no colours, which would only be made visible again. */
const ENVIRONMENT = { CI: '1', TZ: 'UTC', NO_COLOR: '1', FORCE_COLOR: '0' }

/** What is run: the files of a commit. */
export interface Tree {
  repoId: string
  commit: string
}

interface Work {
  ctx: Context
  tree: Tree
  plan: Plan
  modules: SandboxBind
  hidden: SandboxBind | null
}

/** @throws NoDependencies, SandboxUnavailable, SandboxStopped */
export async function runSteps(ctx: Context, tree: Tree, plan: Plan, hidden: readonly StarterFile[]): Promise<CheckStep[]> {
  const modules = { ...(await ctx.sandbox.dependencies(plan)), at: '/job/node_modules' }
  const lent = hidden.length > 0 ? { from: await ctx.sandbox.keep(hidden), at: `/job/${HIDDEN}` } : null
  const steps: CheckStep[] = []
  for (const step of plan.steps) steps.push(await runStep({ ctx, tree, plan, modules, hidden: lent }, step))
  return steps
}

async function runStep({ ctx, tree, plan, modules, hidden }: Work, step: Step): Promise<CheckStep> {
  const nonce = randomToken('report')
  const binds = step.kind === 'hidden_tests' && hidden ? [modules, hidden] : [modules]
  const files = filesOf(ctx, tree)
  const result = await ctx.sandbox.run({ files, binds, command: step.command(nonce), env: ENVIRONMENT, limits: plan.limits })
  const tests = step.kind === 'script' ? null : testsIn(result.results.get(`${nonce}.json`), step.kind === 'hidden_tests' ? HIDDEN : undefined)
  return {
    kind: step.kind,
    title: step.title,
    command: step.shown,
    end: result.end,
    exit_code: result.exitCode,
    wall_ms: result.wallMs,
    limits: limitsOf(result),
    counts: tests && countsOf(tests),
    tests: tests ?? [],
    coverage: step.kind === 'tests' ? coverageIn(result.results.get('coverage-summary.json')) : null,
    ...logOf(result, nonce),
  }
}

async function* filesOf(ctx: Context, s: Tree): AsyncGenerator<SandboxFile> {
  for await (const { path, mode, content } of ctx.git.reader(s.repoId).files(s.commit, { maxBytes: TREE_BYTES })) {
    yield { path, content, mode: mode === '120000' || mode === '100755' ? mode : '100644' }
  }
}

function limitsOf({ limits }: SandboxResult): CheckStep['limits'] {
  return { wall_seconds: Math.round(limits.wallMs / 1000), memory_mb: Math.round(limits.memoryBytes / MB), processes: limits.processes, disk_mb: Math.round(limits.diskBytes / MB) }
}

/** Both outputs, without the name that this run's report had. */
function logOf({ stdout, stderr }: SandboxResult, nonce: string): Pick<CheckStep, 'log' | 'log_truncated'> {
  const [out, err] = [stdout, stderr].map(({ bytes }) => storable(bytes, Infinity).replaceAll(nonce, 'report').trim())
  const { text, cut } = shortened([out, err].filter(Boolean).join('\n\n'), LOG_CHARS)
  return { log: text, log_truncated: cut || stdout.truncated || stderr.truncated }
}
