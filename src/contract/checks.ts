import { z } from 'zod'
import { id, instant } from './common.ts'
import { op } from './operation.ts'

/** How a step ended in the sandbox. `exited` says nothing about success. */
export const CHECK_ENDS = ['exited', 'files_refused', 'killed', 'out_of_time', 'out_of_memory', 'too_many_files', 'too_much_output', 'stopped'] as const

export const checkTest = z.strictObject({
  file: z.string(),
  name: z.string(),
  state: z.enum(['passed', 'failed', 'skipped']),
  /** What a failed test said. Made by the candidate's code: shown as text, never as anything else. */
  message: z.string(),
})
export type CheckTest = z.infer<typeof checkTest>

/** Evidence, not a score: all of it was made while the candidate's code ran. */
export const checkStep = z.strictObject({
  kind: z.enum(['tests', 'hidden_tests', 'script']),
  title: z.string(),
  command: z.string(),
  end: z.enum(CHECK_ENDS),
  exit_code: z.number().int().nullable(),
  wall_ms: z.number().int(),
  limits: z.strictObject({ wall_seconds: z.number().int(), memory_mb: z.number().int(), processes: z.number().int(), disk_mb: z.number().int() }),
  /** null for a script, and for tests that left no report. */
  counts: z.strictObject({ passed: z.number().int(), failed: z.number().int(), skipped: z.number().int() }).nullable(),
  tests: z.array(checkTest),
  /** Percent of lines, where the starter measures it. */
  coverage: z.strictObject({ lines: z.number(), branches: z.number() }).nullable(),
  log: z.string(),
  log_truncated: z.boolean(),
})
export type CheckStep = z.infer<typeof checkStep>

export const checkRun = z.strictObject({
  id: id('chk'),
  state: z.enum(['waiting', 'running', 'done', 'not_run']),
  /** Why nothing ran; empty otherwise. */
  reason: z.string(),
  notes: z.array(z.string()),
  steps: z.array(checkStep),
  /** null for the run after sealing. */
  asked_by: z.string().nullable(),
  asked_at: instant,
  started_at: instant.nullable(),
  ended_at: instant.nullable(),
})
export type CheckRun = z.infer<typeof checkRun>

export const checks = z.strictObject({
  /** What this server can do, as one sentence. */
  sandbox: z.strictObject({ available: z.boolean(), says: z.string() }),
  can_run_again: z.boolean(),
  /** The newest run; null when nothing was asked for, as with a submission without a push. */
  run: checkRun.nullable(),
})
export type Checks = z.infer<typeof checks>

const subId = z.strictObject({ id: id('sub') })

export const checkOps = {
  getChecks: op('GET', '/submissions/:id/checks', { audience: 'team', summary: 'What ran of a submission in the sandbox, and what it said: evidence, never a score.', params: subId, answer: checks }),
  runChecksAgain: op('POST', '/submissions/:id/checks', { audience: 'team', summary: 'Run the checks of a submission once more. The newest run is shown.', params: subId, answer: checks, status: 202, problems: ['checks_running', 'no_sandbox'] }),
}
