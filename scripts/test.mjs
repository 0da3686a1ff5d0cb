// `npm test`: all that CI runs, from a fresh clone, ending with the line `N passed, N failed`.
// `npm test -- some/path` runs the tests whose path contains that, and nothing else.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { offerBubblewrap } from './lib/bubblewrap.mjs'
import { runChecks, stepLine } from './lib/checks.mjs'
import { endChildrenWithUs, run } from './lib/children.mjs'
import { findChromium, requireChromium } from './lib/chromium.mjs'
import { root, tools } from './lib/paths.mjs'
import { prepareBuild, prepareDependencies } from './lib/prepare.mjs'
import { main, Refusal } from './lib/refuse.mjs'

/** For everything together, setting up excluded; a test that hangs must not hold CI for hours. */
const LIMIT_MS = 25 * 60_000

/** Installing dependencies keeps disks busy for a minute, so the tests of the commands come when all others are through. */
const PARTS = [['--project=!commands'], ['--project=commands']]

await main(async () => {
  const filters = process.argv.slice(2)
  await prepareDependencies()
  const chromium = filters.length > 0 ? findChromium() : await requireChromium()
  if (filters.length === 0) await offerBubblewrap()
  const endsAt = Date.now() + LIMIT_MS
  // Whoever names what is to run may have made it as long as a release wants.
  const remaining = () => (filters.length > 0 ? 0 : Math.max(1_000, endsAt - Date.now()))
  const tally = { passed: 0, failed: 0, skipped: 0, failures: [] }
  if (filters.length === 0) await check(tally, remaining())
  await buildOnce(tally)
  for (const part of filters.length > 0 ? [filters] : PARTS) await test(tally, part, chromium, remaining())
  report(tally)
})

async function check(tally, timeoutMs) {
  const stop = endChildrenWithUs()
  const results = await runChecks({ timeoutMs, tell: (result) => console.log(stepLine(result)) })
  stop()
  for (const { name, code, output } of results) count(tally, code === 0, name, output)
}

/** The browser tests drive what `npm start` would serve. */
async function buildOnce(tally) {
  const startedAt = Date.now()
  let trouble
  try {
    await prepareBuild()
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    trouble = error.message
  }
  console.log(stepLine({ name: 'build', ms: Date.now() - startedAt, code: trouble ? 1 : 0 }))
  count(tally, !trouble, 'build', trouble)
}

async function test(tally, selection, chromium, timeoutMs) {
  const folder = mkdtempSync(join(tmpdir(), 'handiwork-test-'))
  const report = join(folder, 'vitest.json')
  // Also when an interrupt ends us, where no `finally` is reached.
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  const stop = endChildrenWithUs()
  try {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
    const env = { BUILT: '1', ...(chromium ? { CHROMIUM_PATH: chromium } : {}) }
    const result = await run([...tools.vitest, 'run', ...reporters, ...selection], { echo: true, env, timeoutMs })
    console.log(stepLine({ name: selection === PARTS[1] ? 'tests of the commands' : 'tests', ...result }))
    add(tally, readReport(report), result)
  } finally {
    stop()
  }
}

function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}

function add(tally, report, { code, timedOut }) {
  const before = tally.failed
  for (const file of report?.testResults ?? []) addFile(tally, file)
  if (timedOut) return count(tally, false, 'tests', `Stopped: all of it together may take ${LIMIT_MS / 60_000} minutes.`)
  const ran = report ? report.numPassedTests + report.numFailedTests : 0
  if (ran === 0 && tally.failed === before) return count(tally, false, 'tests', 'Not one test ran; what vitest says of it is above.')
  // An error outside every test, such as a promise nobody awaited, fails the run although each test passed.
  if (code !== 0 && tally.failed === before) count(tally, false, 'tests', 'Every test passed, and the run failed: an error outside the tests, shown above.')
}

function addFile(tally, { name, status, message, assertionResults }) {
  const file = relative(root, name)
  for (const { status: outcome, fullName, failureMessages } of assertionResults) {
    if (outcome === 'passed' || outcome === 'failed') count(tally, outcome === 'passed', `${file}: ${fullName}`, failureMessages?.map(withoutForeignFrames).join('\n'))
    else tally.skipped += 1
  }
  // A file that could not be loaded, or whose set-up failed, is one failure although no test in it has one.
  const blamed = assertionResults.some(({ status: outcome }) => outcome === 'failed')
  if (status === 'failed' && !blamed) count(tally, false, file, message || 'The file could not be run.')
}

function count(tally, passed, name, details = '') {
  if (passed) {
    tally.passed += 1
    return
  }
  tally.failed += 1
  tally.failures.push({ name, details })
}

function report({ passed, failed, skipped, failures }) {
  if (failures.length > 0) console.log('\nFailures')
  for (const { name, details } of failures) console.log(`\n✗ ${name}\n${indent(shorten(details))}`)
  console.log(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
  process.exitCode = failed > 0 || passed === 0 ? 1 : 0
}

/** Where in our code it failed; the runner's own frames say nothing. */
function withoutForeignFrames(text) {
  return text.split('\n').filter((line) => !/^\s+at .*(?:node_modules|node:internal|new Promise)/.test(line)).join('\n')
}

function shorten(text) {
  const lines = text.split('\n')
  return lines.length <= 60 ? text : [...lines.slice(0, 60), `… and ${lines.length - 60} more lines`].join('\n')
}

function indent(text) {
  return text.replace(/^/gm, '    ')
}
