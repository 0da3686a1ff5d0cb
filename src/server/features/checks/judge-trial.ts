/** What a trial of a starter says of it. Pure. A starter's tests must run; those that describe the task are meant to fail. */
import type { CheckStep } from '#contract/checks.ts'
import type { Verdict } from '#server/features/starters/index.ts'
import { NOT_RUN } from './vitest-report.ts'

/** The step is the starter's here, nobody's submission. */
export const asStarter = (step: CheckStep): CheckStep => (step.kind === 'tests' ? { ...step, title: 'The starter’s own tests' } : step)

export function judgeTrial(steps: readonly CheckStep[], standing: string): Pick<Verdict, 'state' | 'problems' | 'notes'> {
  const problems = steps.filter(isOwnTests).flatMap(problemsOf)
  if (problems.length > 0) return { state: 'refused', problems, notes: [standing] }
  return { state: 'ready', problems: [], notes: [...steps.flatMap(notesOf), standing] }
}

const isOwnTests = (s: CheckStep) => s.kind === 'tests' || s.title === 'npm run test'

const ENDS: Record<Exclude<CheckStep['end'], 'exited'>, string> = {
  files_refused: 'its files could not be laid out',
  killed: 'they were ended by the system',
  out_of_time: 'they ran out of time',
  out_of_memory: 'they ran out of memory',
  too_many_files: 'they made too many files',
  too_much_output: 'they printed too much',
  stopped: 'they were stopped',
}

function problemsOf(s: CheckStep): string[] {
  if (s.end !== 'exited') return [`The starter’s tests did not come to an end: ${ENDS[s.end]} (at most ${s.limits.wall_seconds} s, ${s.limits.memory_mb} MB).`]
  // What a shell says when there is no such program, or it may not be run.
  if (s.kind === 'script') return s.exit_code === 126 || s.exit_code === 127 ? [`“${s.command}” could not be run: the program it names is not there.`] : []
  if (!s.counts) return [`The starter’s tests left no report (exit code ${s.exit_code}). The log says why.`]
  const ran = s.tests.some((t) => t.name !== NOT_RUN && t.state !== 'skipped')
  return ran ? [] : [s.tests.length > 0 ? 'None of the starter’s tests could be run. The log says why.' : 'The starter has no test that runs. A candidate needs one to begin from.']
}

function notesOf(s: CheckStep): string[] {
  if (s.kind === 'hidden_tests') return hiddenNotes(s)
  if (s.kind === 'script') return s.exit_code === 0 ? [] : [`${s.title} complains about the untouched starter (exit code ${s.exit_code}).`]
  const failed = s.counts?.failed ?? 0
  const of = `${failed} of ${s.tests.length}`
  return failed > 0 ? [`${of} of the starter’s own tests fail on the untouched starter. That is right for tests that describe the task.`] : []
}

function hiddenNotes(s: CheckStep): string[] {
  const passed = s.counts?.passed ?? 0
  if (s.end !== 'exited' || !s.counts || s.tests.length === 0) return ['The hidden tests could not be run on the untouched starter. See that they import only what every submission has.']
  return [`Of ${s.tests.length} hidden tests, ${passed} pass on the untouched starter.`]
}
