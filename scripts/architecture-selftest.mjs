// A rule that catches nothing looks just like code without mistakes. So every rule of .dependency-cruiser.cjs is tried
// here on a mistake planted in a small house of its own, and on a house without one.
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { run } from './lib/children.mjs'
import { inRoot, tools } from './lib/paths.mjs'
import { main } from './lib/refuse.mjs'

const { forbidden } = createRequire(import.meta.url)(inRoot('.dependency-cruiser.cjs'))
const ruleNames = forbidden.map(({ name }) => name)
const features = ruleNames.filter((name) => name.endsWith('-may-use')).map((name) => name.replace(/-may-use$/, ''))

/** What is right, path → what it imports. `type ` before an import makes it type-only. */
const house = {
  'src/contract/offers.ts': ['zod'],
  'src/contract/money.ts': ['./offers.ts'],
  'src/server/lib/clock.ts': ['node:crypto', '#contract/offers.ts'],
  'src/server/platform/db/client.ts': ['kysely'],
  'src/server/platform/feature.ts': ['type ./db/client.ts', '#server/lib/clock.ts', '#server/adapters/git/port.ts'],
  'src/server/adapters/git/port.ts': [],
  'src/server/adapters/git/cli-git.ts': ['./port.ts', '#server/adapters/mail/port.ts'],
  'src/server/adapters/mail/port.ts': [],
  'src/server/adapters/mail/smtp.ts': ['./port.ts', 'nodemailer'],
  'src/server/pages/job-page.ts': ['#contract/offers.ts', '#server/platform/feature.ts'],
  ...Object.assign({}, ...features.map(featureFolder)),
  'src/server/features/index.ts': features.map((feature) => `./${feature}/feature.ts`),
  'src/server/features/offers/call-up.ts': ['#server/features/applications/index.ts', 'type #server/platform/db/client.ts'],
  'src/server/processes/git.ts': ['#server/adapters/git/cli-git.ts'],
  'src/server/demo/company.ts': ['#server/features/index.ts', '#server/adapters/mail/smtp.ts'],
  'src/server/main.ts': ['./features/index.ts', './processes/git.ts', '#server/adapters/mail/smtp.ts'],
  'src/web/ui/button.ts': ['react'],
  'src/web/api/client.ts': ['#contract/offers.ts'],
  'src/web/features/jobs/job-form.ts': ['#web/ui/button.ts', '#web/api/client.ts'],
  'src/web/features/offers/offer-form.ts': ['#web/ui/button.ts'],
  'src/web/pages/team-page.ts': ['#web/features/jobs/job-form.ts', '#web/features/offers/offer-form.ts'],
  'test/support/house.ts': ['#server/adapters/mail/smtp.ts', '#server/features/offers/store.ts'],
}

/** What is wrong: rule, path, what it imports there. Each path is new to the house. */
const mistakes = [
  ['no-cycles', 'src/contract/cycle-a.ts', ['./cycle-b.ts']],
  ['everything-resolves', 'src/server/lib/lost.ts', ['#server/lib/nowhere.ts']],
  ['code-never-imports-tests', 'src/server/features/offers/tested.ts', ['#test/support/house.ts']],
  ['server-runs-on-dependencies', 'src/server/platform/developing.ts', ['vitest']],
  ['contract-is-pure', 'src/contract/impure.ts', ['node:fs']],
  ['contract-is-pure', 'src/contract/with-library.ts', ['yaml']],
  ['web-sees-only-contract', 'src/web/server-side.ts', ['type #server/platform/feature.ts']],
  ['web-runs-in-a-browser', 'src/web/files.ts', ['node:fs']],
  ['server-never-imports-web', 'src/server/platform/screen.ts', ['#web/ui/button.ts']],
  ['lib-is-a-leaf', 'src/server/lib/branch.ts', ['#server/platform/feature.ts']],
  ['lib-does-no-io', 'src/server/lib/disk.ts', ['node:fs/promises']],
  ['platform-knows-no-feature', 'src/server/platform/calls-up.ts', ['#server/features/offers/index.ts']],
  ['platform-knows-no-feature', 'src/server/platform/mails.ts', ['#server/adapters/mail/smtp.ts']],
  ['adapters-know-no-feature', 'src/server/adapters/mail/knowing.ts', ['#server/features/offers/index.ts']],
  ['ports-only', 'src/server/features/offers/mails.ts', ['#server/adapters/mail/smtp.ts']],
  ['adapters-are-siblings', 'src/server/adapters/mail/commits.ts', ['#server/adapters/git/cli-git.ts']],
  ['pages-are-given-everything', 'src/server/pages/loads.ts', ['#server/features/offers/index.ts']],
  ['pages-speak-no-sql', 'src/server/pages/asks.ts', ['#server/platform/db/client.ts']],
  ['features-never-look-up', 'src/server/features/offers/looks-up.ts', ['#server/main.ts']],
  ['front-door-only', 'src/server/features/offers/side-door.ts', ['#server/features/applications/store.ts']],
  ['sql-lives-in-stores', 'src/server/features/offers/asks.ts', ['#server/platform/db/client.ts']],
  ['sql-lives-in-stores', 'src/server/features/offers/bookstore.ts', ['kysely']],
  ['every-feature-is-in-the-table', 'src/server/features/unheard-of/act.ts', ['#server/lib/clock.ts']],
  ['ui-knows-no-domain', 'src/web/ui/offer.ts', ['#contract/offers.ts']],
  ['web-features-are-siblings', 'src/web/features/jobs/with-offer.ts', ['#web/features/offers/offer-form.ts']],
  ['web-api-is-below', 'src/web/api/screen.ts', ['#web/features/offers/offer-form.ts']],
  // No feature may use the list of all of them, so that is a mistake for each.
  ...features.map((feature) => [`${feature}-may-use`, `src/server/features/${feature}/uses-all.ts`, ['#server/features/index.ts']]),
]

await main(async () => {
  const clean = await cruise(house)
  // A cycle takes two, so the second half of it is put into the house itself.
  const planted = await cruise({ ...house, 'src/contract/cycle-b.ts': ['./cycle-a.ts'], ...Object.fromEntries(mistakes.map(([, path, imports]) => [path, imports])) })
  const complaints = [
    ...clean.map((violation) => `A house without mistakes is blamed: ${violation}`),
    ...mistakes.filter(([name, path]) => !planted.includes(`${name} ${path}`)).map(([name, path]) => `${name} overlooks the mistake in ${path}.`),
    ...ruleNames.filter((name) => !mistakes.some(([tried]) => tried === name)).map((name) => `${name} has no mistake planted here: add one.`),
  ]
  for (const complaint of complaints) console.log(complaint)
  process.exitCode = complaints.length === 0 ? 0 : 1
})

function featureFolder(feature) {
  const at = (name) => `src/server/features/${feature}/${name}`
  return {
    [at('index.ts')]: ['./act.ts'],
    [at('feature.ts')]: ['./act.ts'],
    [at('act.ts')]: ['type #server/platform/feature.ts', './store.ts', './push-store.ts'],
    [at('store.ts')]: ['#server/platform/db/client.ts', 'kysely'],
    [at('push-store.ts')]: ['#server/platform/db/client.ts'],
    [at('act.test.ts')]: ['./act.ts', '#test/support/house.ts', '#server/adapters/git/cli-git.ts'],
  }
}

async function cruise(files) {
  const folder = mkdtempSync(join(tmpdir(), 'handiwork-house-'))
  try {
    for (const name of ['package.json', 'tsconfig.json', 'tsconfig.base.json', '.dependency-cruiser.cjs']) copyFileSync(inRoot(name), join(folder, name))
    symlinkSync(inRoot('node_modules'), join(folder, 'node_modules'), 'junction')
    for (const [path, imports] of Object.entries(files)) write(join(folder, path), imports)
    const { output } = await run([...tools.depcruise, '--config', '.dependency-cruiser.cjs', '--output-type', 'json', 'src'], { cwd: folder })
    return JSON.parse(output).summary.violations.map(({ rule, from }) => `${rule.name} ${from}`)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function write(path, imports) {
  mkdirSync(dirname(path), { recursive: true })
  const lines = imports.map((from, index) => (from.startsWith('type ') ? `import type * as t${index} from '${from.slice(5)}'\nexport type T${index} = typeof t${index}` : `export * as v${index} from '${from}'`))
  writeFileSync(path, `${lines.join('\n')}\nexport const own = 1\n`)
}
