// The rules of the house that no linter knows. Each says what is wrong, what to do instead, and carries a good and a bad
// example, on which it is tried before it judges anything.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './lib/paths.mjs'
import { main } from './lib/refuse.mjs'

const MAX_LINES = 300
const isTest = (path) => /\.test\.tsx?$/.test(path)
const isCode = (path) => /\.(?:[cm]?[jt]sx?)$/.test(path)
const isServer = (path) => path.startsWith('src/server/') && isCode(path) && !isTest(path)
const isGenerated = (path) => /\.gen\.tsx?$/.test(path)

/**
 * `in`: whether a path is judged. `find`: the numbers of the lines at fault, from lines whose comments are blanked
 * (`code`) and as written (`written`). The examples are whole files.
 */
const rules = [
  {
    name: 'short-files',
    say: `A file holds one idea in at most ${MAX_LINES} lines. Split it by use case, or move the rules to the noun's file.`,
    in: (path) => path.startsWith('src/') && /\.(?:tsx?|css|html)$/.test(path) && !isTest(path) && !isGenerated(path),
    find: ({ written }) => (written.length > MAX_LINES ? [MAX_LINES + 1] : []),
    path: 'src/server/features/offers/offer.ts',
    good: 'line\n'.repeat(MAX_LINES),
    bad: 'line\n'.repeat(MAX_LINES + 1),
  },
  {
    name: 'one-clock',
    say: 'Take the time from `ctx.clock`, or from the database, so that tests and simulations can set it. Where the machine’s own clock is meant, write `// clock: why` on the line or the one above.',
    in: (path) => isServer(path) && /^src\/server\/(?:features|platform)\//.test(path),
    find: ({ code, written }) =>
      linesWith(code, /\bDate\.now\(\)|\bnew Date\(\s*\)|\bTemporal\.Now\./).filter((line) => ![written[line - 1], written[line - 2] ?? ''].some((text) => /\/\/ clock: \S/.test(text))),
    path: 'src/server/features/offers/extend-offer.ts',
    good: 'const at = ctx.clock.now()\nconst day = new Date(at)\n// clock: measures how long the query took\nconst began = Date.now()\n// Not Date.now(): the database decides.\n',
    bad: 'const at = new Date()\n',
  },
  {
    name: 'one-source-of-chance',
    say: 'Use the ids and random bytes of `#server/lib`: they come from crypto, and a seed can replace them.',
    in: isServer,
    find: ({ code }) => linesWith(code, /\bMath\.random\b/),
    path: 'src/server/platform/auth/token.ts',
    good: 'const token = randomToken()\n// never Math.random\n',
    bad: 'const token = Math.random().toString(36)\n',
  },
  {
    name: 'sql-is-never-glued',
    say: 'Values go into SQL as parameters: kysely’s builder or its sql`…${value}`. Raw SQL is for src/server/platform/db.',
    in: (path) => isServer(path) && !path.startsWith('src/server/platform/db/'),
    find: ({ code }) => linesWith(code, /\bsql\.raw\(|\bsql\.lit\(|\.query\(\s*`[^`]*\$\{|\.query\(\s*'[^']*'\s*\+/),
    path: 'src/server/features/offers/store.ts',
    good: 'await sql`select * from offers where id = ${id}`.execute(tx)\n',
    bad: 'await sql.raw("select * from offers where id = " + id).execute(tx)\n',
  },
  {
    name: 'no-sleeping-tests',
    say: 'A test runs or it is deleted. For what this machine cannot do, use `skipIf(…)` with a condition that says so.',
    in: (path) => isTest(path) || /^test\/.*\.ts$/.test(path),
    find: ({ code }) => linesWith(code, /\b(?:it|test|describe|suite)(?:\.\w+)*\.(?:skip|only|todo)\(|\bx(?:it|describe)\(/),
    path: 'test/journeys/one-hire.test.ts',
    good: "it.skipIf(!hasSandbox)('runs the checks', run)\nawait list.skip(3)\n",
    bad: "it.concurrent.skip('runs the checks', run)\n",
  },
  {
    name: 'no-notes-to-self',
    say: 'Do it, or open an issue and say here why it is as it is.',
    in: (path) => path.startsWith('src/') && /\.(?:[cm]?[jt]sx?|css|html|sql)$/.test(path),
    find: ({ written }) => linesWith(written, /\b(?:TODO|FIXME|XXX|HACK)\b/),
    path: 'src/server/features/offers/offer.ts',
    good: 'const todo = tasks.filter(isOpen)\n',
    bad: `// ${'TO' + 'DO'}: round properly\n`,
  },
  {
    name: 'no-private-places',
    say: 'A path of one person’s machine helps nobody else. Make it relative to the repository, or an option.',
    in: () => true,
    find: ({ written }) => linesWith(written, /(?<![\w.\-/}:])\/(?:work|Users)\/[\w.-]/),
    path: 'docs/guides/add-an-email.md',
    good: 'See docs/guides, https://example.org/work/here and src/work/queue.ts.\n',
    bad: `Open /${'work'}/main/README.md.\n`,
  },
]

await main(() => {
  const broken = rules.flatMap(tryOnExamples)
  if (broken.length > 0) throw new Error(`These rules fail on their own examples: ${broken.join(', ')}`)
  const files = list('')
  const findings = files.flatMap(judge)
  for (const finding of findings) console.log(finding)
  if (findings.length === 0) return
  const hit = rules.filter(({ name }) => findings.some((finding) => finding.endsWith(` ${name}`)))
  console.log(`\n${hit.map(({ name, say }) => `${name}: ${say}`).join('\n')}`)
  process.exitCode = 1
})

function tryOnExamples(rule) {
  const finds = (text) => rule.in(rule.path) && rule.find(asLines(text)).length > 0
  return [finds(rule.good) && `${rule.name} (good)`, !finds(rule.bad) && `${rule.name} (bad)`].filter(Boolean)
}

function judge(path) {
  const mine = rules.filter((rule) => rule.in(path))
  const lines = asLines(readFileSync(join(root, path), 'utf8'))
  return mine.flatMap((rule) => rule.find(lines).map((line) => `${path}:${line} ${rule.name}`))
}

function asLines(text) {
  const written = text.replace(/\n$/, '').split('\n')
  return { written, code: written.map(withoutComment) }
}

/** Good enough for rules about calls: a line that is a comment is empty, and a comment after code is cut off. */
function withoutComment(line) {
  return /^\s*(?:\/\/|\/\*|\*)/.test(line) ? '' : line.replace(/\s\/\/ .*$/, '')
}

function linesWith(lines, pattern) {
  return lines.flatMap((line, index) => (pattern.test(line) ? [index + 1] : []))
}

/** Everything readable that belongs to the repository; names that begin with a dot only where we keep our own. */
function list(folder) {
  const notOurs = new Set(['node_modules', 'dist', 'data', 'test-results', '.git', '.cache'])
  const readable = /\.(?:[cm]?[jt]sx?|css|html|sql|md|ya?ml|json|sh|txt)$|^(?:run|Dockerfile)$/
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder ? `${folder}/${entry.name}` : entry.name
    if (notOurs.has(entry.name) || entry.name.startsWith('.dist-')) return []
    if (entry.isDirectory()) return list(path)
    return entry.isFile() && readable.test(entry.name) && entry.name !== 'package-lock.json' && existsSync(join(root, path)) ? [path] : []
  })
}
