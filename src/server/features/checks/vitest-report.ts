/** Reading what vitest's JSON reporter left in the sandbox. It may be anything, so it is read as if it were a request. */
import { z } from 'zod'
import type { CheckTest } from '#contract/checks.ts'
import { storable } from './storable.ts'

const MOST_TESTS = 2_000
const NAME_CHARS = 300
const MESSAGE_CHARS = 2_000
/** Of all messages together. */
const MESSAGES_CHARS = 200_000

const report = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      message: z.string().optional(),
      assertionResults: z.array(z.object({ fullName: z.string(), status: z.string(), failureMessages: z.array(z.string()).nullish() })),
    }),
  ),
})

/** The tests of a report, or null when it is none. `within` keeps those of one folder. A file that failed as a whole is one failed test. */
export function testsIn(bytes: Buffer | undefined, within?: string): CheckTest[] | null {
  const parsed = report.safeParse(jsonOf(bytes))
  if (!parsed.success) return null
  const files = parsed.data.testResults.map((f) => ({ ...f, name: f.name.replace(/^\/job\//, '') })).filter((f) => !within || f.name.startsWith(`${within}/`))
  return bounded(files.flatMap((f) => (f.assertionResults.length > 0 ? f.assertionResults.map((t) => testOf(f.name, t)) : [fileOf(f)])))
}

function jsonOf(bytes: Buffer | undefined): unknown {
  try {
    return bytes && JSON.parse(bytes.toString('utf8'))
  } catch {
    return undefined
  }
}

function testOf(file: string, t: { fullName: string; status: string; failureMessages?: string[] | null | undefined }): CheckTest {
  const state = t.status === 'passed' || t.status === 'failed' ? t.status : 'skipped'
  return { file: storable(file, NAME_CHARS), name: storable(t.fullName, NAME_CHARS), state, message: state === 'failed' ? storable((t.failureMessages ?? []).join('\n'), MESSAGE_CHARS) : '' }
}

/** In place of the tests of a file that failed as a whole. */
export const NOT_RUN = 'This file could not be run'

function fileOf(f: { name: string; message?: string | undefined }): CheckTest {
  return { file: storable(f.name, NAME_CHARS), name: NOT_RUN, state: 'failed', message: storable(f.message ?? '', MESSAGE_CHARS) }
}

function bounded(tests: CheckTest[]): CheckTest[] {
  let left = MESSAGES_CHARS
  return tests.slice(0, MOST_TESTS).map((t) => {
    const message = t.message.slice(0, Math.max(0, left)).toWellFormed()
    left -= message.length
    return { ...t, message }
  })
}

/** How many there are of each. */
export function countsOf(tests: readonly CheckTest[]): { passed: number; failed: number; skipped: number } {
  const of = (state: CheckTest['state']) => tests.filter((t) => t.state === state).length
  return { passed: of('passed'), failed: of('failed'), skipped: of('skipped') }
}

const percent = z.object({ pct: z.number().min(0).max(100) })
const summary = z.object({ total: z.object({ lines: percent, branches: percent }) })

/** The totals of a coverage summary, or null when there is none. */
export function coverageIn(bytes: Buffer | undefined): { lines: number; branches: number } | null {
  const parsed = summary.safeParse(jsonOf(bytes))
  return parsed.success ? { lines: parsed.data.total.lines.pct, branches: parsed.data.total.branches.pct } : null
}
