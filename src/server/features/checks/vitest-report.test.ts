import { describe, expect, it } from 'vitest'
import { shortened, storable } from './storable.ts'
import { countsOf, coverageIn, testsIn } from './vitest-report.ts'

const reportOf = (files: unknown[]) => Buffer.from(JSON.stringify({ testResults: files }))
const test = (fullName: string, status: string, failureMessages: string[] = []) => ({ fullName, status, failureMessages })

describe('what the candidate’s run left as a report', () => {
  it('is read test by test, with what failed tests said', () => {
    const tests = testsIn(reportOf([{ name: '/job/test/a.test.ts', assertionResults: [test('adds', 'passed'), test('breaks', 'failed', ['expected 1']), test('later', 'todo')] }]))
    expect(tests).toEqual([
      { file: 'test/a.test.ts', name: 'adds', state: 'passed', message: '' },
      { file: 'test/a.test.ts', name: 'breaks', state: 'failed', message: 'expected 1' },
      { file: 'test/a.test.ts', name: 'later', state: 'skipped', message: '' },
    ])
    expect(countsOf(tests ?? [])).toEqual({ passed: 1, failed: 1, skipped: 1 })
  })

  it('counts a file that could not be run as one failure', () => {
    expect(testsIn(reportOf([{ name: '/job/x.test.ts', message: 'Syntax error', assertionResults: [] }]))).toMatchObject([{ state: 'failed', message: 'Syntax error' }])
  })

  it('holds no test of another folder where only one folder is asked for', () => {
    const files = [{ name: '/job/hidden/a.test.ts', assertionResults: [test('ours', 'failed')] }, { name: '/job/test/hidden/b.test.ts', assertionResults: [test('theirs', 'passed')] }, { name: '/elsewhere/hidden/c.test.ts', assertionResults: [test('theirs', 'passed')] }]
    expect(testsIn(reportOf(files), 'hidden')?.map((t) => t.name)).toEqual(['ours'])
  })

  it('is none when it is anything else', () => {
    for (const bytes of [undefined, Buffer.from(''), Buffer.from('{'), Buffer.from('null'), Buffer.from('{"testResults":{}}'), reportOf([{ name: 1 }]), Buffer.alloc(9, 0xff)]) expect(testsIn(bytes)).toBeNull()
  })

  it('is bounded in tests, names and messages', () => {
    const many = Array.from({ length: 5_000 }, (_, i) => test(`${'n'.repeat(1_000)}${i}`, 'failed', ['m'.repeat(50_000)]))
    const tests = testsIn(reportOf([{ name: '/job/a.test.ts', assertionResults: many }])) ?? []
    expect(tests.length).toBe(2_000)
    expect(JSON.stringify(tests).length).toBeLessThan(1_000_000)
  })

  it('can be kept whatever characters it holds', () => {
    expect(storable('a\0b\ud800c', 100)).toBe('a\u{fffd}b\u{fffd}c')
    expect(storable('😀', 1).isWellFormed()).toBe(true)
    expect(shortened(`${'a'.repeat(500)}END`, 100).text).toMatch(/^a{25}\n… 403 characters are left out here …\na+END$/)
  })

  it('gives the totals of coverage, or nothing', () => {
    expect(coverageIn(Buffer.from('{"total":{"lines":{"pct":91.5},"branches":{"pct":80}}}'))).toEqual({ lines: 91.5, branches: 80 })
    for (const text of ['', '{}', '{"total":{"lines":{"pct":"Unknown"},"branches":{"pct":1}}}', '{"total":{"lines":{"pct":1000},"branches":{"pct":1}}}']) expect(coverageIn(Buffer.from(text))).toBeNull()
  })
})
