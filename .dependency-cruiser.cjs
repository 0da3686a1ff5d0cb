// The architecture, executable: `web → contract ← server`, and inside the server
// `main → processes → features → platform → lib`, with adapters seen only through their port.ts. Nothing points back.
// `npm run check` runs this. Each rule's comment says what to do instead.

/** Which features a feature may call, through the other's index.ts. Nothing calls upward; the rest travels as events. */
const mayUse = {
  accounts: [],
  candidates: ['accounts'],
  templates: ['accounts'],
  activity: ['accounts', 'applications'],
  messages: ['accounts', 'applications'],
  webhooks: ['accounts'],
  // A company's own starters stand beside the shipped ones, below everything that begins from either.
  starters: ['accounts', 'templates'],
  jobs: ['accounts', 'templates', 'starters'],
  applications: ['accounts', 'candidates', 'templates', 'jobs'],
  scorecards: ['accounts', 'applications'],
  assignments: ['accounts', 'applications', 'candidates', 'templates', 'starters'],
  checks: ['accounts', 'applications', 'assignments', 'starters', 'templates'],
  references: ['accounts', 'applications', 'candidates', 'scheduling'],
  offers: ['accounts', 'applications', 'candidates'],
  ledger: [],
  'payout-batches': ['accounts', 'payouts'],
  payouts: ['accounts', 'applications', 'candidates', 'jobs', 'ledger'],
  questionnaires: ['accounts', 'applications', 'candidates'],
  interviews: ['accounts', 'applications', 'scorecards', 'assignments', 'scheduling'],
  scheduling: ['accounts'],
  // Handed its material by the reviews, so it stands below them and knows none.
  feedback: ['accounts', 'applications'],
  reviews: ['accounts', 'applications', 'scorecards', 'assignments', 'feedback'],
  // Shown after the reveal only, so it stands above the reviews.
  originality: ['accounts', 'applications', 'assignments', 'reviews'],
  // Reads what is revealed, so it stands above the reviews; whom a round may ask it tells them through a gate they offer.
  calibration: ['accounts', 'applications', 'jobs', 'templates', 'scorecards', 'reviews'],
  // Shows who may be asked before there is a candidate, so it stands above the rule and above who is calibrated.
  pools: ['accounts', 'jobs', 'reviews', 'calibration'],
  portal: ['candidates', 'applications', 'accounts'],
  careers: ['jobs', 'applications', 'templates', 'accounts'],
  analytics: ['accounts', 'applications'],
}

const FEATURES = '^src/server/features'
const TESTS = '\\.test\\.tsx?$'
const IMPLEMENTATION = '^src/server/adapters/[^/]+/(?!port\\.ts$)'
/** The places that put the house together, and so may know everything. */
const COMPOSERS = '^src/server/(main|cli|open-context|policy-matrix)\\.ts$|^src/server/(processes|demo|commands)/'
/** Types cost nothing at run time and may be named across the line; only values are bound by these rules. */
const VALUES = { dependencyTypesNot: ['type-only'] }

/** A test beside the code may import anything; every rule is for the code itself. */
const rule = (name, comment, { pathNot = [], ...from }, to) => ({
  name,
  severity: 'error',
  comment,
  from: { ...from, pathNot: [TESTS, ...[pathNot].flat()] },
  to,
})

const everywhere = [
  rule('no-cycles', 'A cycle means that two modules are one. Join them, or move what both need into a third below them.', { path: '^src' }, { circular: true }),
  rule('everything-resolves', 'This import leads nowhere. Write the extension (.ts, .tsx), and use #server/…, #contract/… or #web/… across folders.', { path: '^src', pathNot: '\\.d\\.ts$' }, { couldNotResolve: true, pathNot: '^hono/' }),
  rule('code-never-imports-tests', 'Move what is shared out of the test, or the code that needs it into test/support.', { path: '^src' }, { path: ['^test/', TESTS] }),
  rule(
    'server-runs-on-dependencies',
    'A development dependency is not there in production. Move it to "dependencies" with a decision in docs/decisions, or do without.',
    { path: '^src/(server|contract)/' },
    { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], ...VALUES },
  ),
]

const acrossTheWire = [
  rule('contract-is-pure', 'The contract crosses the wire: it imports itself and zod, nothing else. Put what needs more on the side that has it.', { path: '^src/contract/' }, { pathNot: ['^src/contract/', 'node_modules/zod/'] }),
  rule('web-sees-only-contract', 'The browser never imports server code. Put the shape or the rule into src/contract, or ask the API.', { path: '^src/web/' }, { path: '^src/', pathNot: '^src/(web|contract)/' }),
  rule('web-runs-in-a-browser', 'There is no Node in a browser. Use the web platform, or ask the API.', { path: '^src/web/' }, { dependencyTypes: ['core'] }),
  rule('server-never-imports-web', 'What both sides need goes into src/contract; HTML made on the server goes into src/server/pages.', { path: '^src/server/' }, { path: '^src/web/' }),
]

const insideTheServer = [
  rule('lib-is-a-leaf', 'lib holds helpers without a domain. Move the code up to the platform or to the feature that needs it.', { path: '^src/server/lib/' }, { path: '^src/', pathNot: '^src/(server/lib|contract)/' }),
  rule('lib-does-no-io', 'lib is pure. Input and output live in platform or in an adapter; pass the result in.', { path: '^src/server/lib/' }, { path: '^(node:)?(fs|net|tls|dns|http|https|http2|child_process|worker_threads|cluster|dgram|readline)(/|$)' }),
  rule(
    'platform-knows-no-feature',
    'Turn it around: the feature registers itself in its feature.ts, and the platform calls what was registered. Of adapters, only port.ts.',
    { path: '^src/server/platform/' },
    { path: '^src/server/', pathNot: ['^src/server/(platform|lib)/', '^src/server/adapters/[^/]+/port\\.ts$'] },
  ),
  rule('adapters-know-no-feature', 'An adapter speaks the words of its port.ts. Pass in what it needs to know.', { path: '^src/server/adapters/' }, { path: '^src/server/(features|processes|pages|demo|main|cli)(/|\\.ts$)' }),
  rule(
    'ports-only',
    'Import the adapter’s port.ts and take the implementation from the context. Only main.ts, cli.ts, processes/ and demo/ pick one.',
    { path: '^src/', pathNot: [COMPOSERS, '^src/server/adapters/'] },
    { path: IMPLEMENTATION },
  ),
  rule('adapters-are-siblings', 'One adapter knows of another only its port.ts. The composition root joins them.', { path: '^src/server/adapters/([^/]+)/' }, { path: IMPLEMENTATION, pathNot: '^src/server/adapters/$1/' }),
  rule('pages-are-given-everything', 'A page makes HTML of what it is given. Load it in the feature’s routes and pass it in.', { path: '^src/server/pages/' }, { path: '^src/', pathNot: '^src/(contract|server/(pages|platform|lib))/' }),
  rule('pages-speak-no-sql', 'A page makes HTML of what it is given. Load it in the feature’s store.ts and pass it in.', { path: '^src/server/pages/' }, { path: ['^src/server/platform/db/', 'node_modules/(kysely|pg)/'], ...VALUES }),
]

const amongFeatures = [
  rule('features-never-look-up', 'main, processes and demo put features together. Register in feature.ts what they should call.', { path: `${FEATURES}/` }, { path: COMPOSERS }),
  rule('front-door-only', 'Import the other feature’s index.ts. If it does not offer what you need, add it there on purpose, or react to its event.', { path: `${FEATURES}/([^/]+)/` }, { path: `${FEATURES}/[^/]+/(?!index\\.ts$)`, pathNot: `${FEATURES}/$1/` }),
  rule(
    'sql-lives-in-stores',
    'Only store.ts (or …-store.ts) speaks SQL. Give it a function with a name from the domain, and pass the transaction on. Its type comes from #server/platform/feature.ts.',
    { path: `${FEATURES}/`, pathNot: '(/|-)store\\.ts$' },
    { path: ['^src/server/platform/db/', 'node_modules/(kysely|pg)/'], ...VALUES },
  ),
  ...Object.entries(mayUse).map(([feature, others]) =>
    rule(
      `${feature}-may-use`,
      `Of the features, ${feature} may call ${others.join(', ') || 'no other'}. Let the other side react to an event, or pass the value in; a new arrow needs a line in mayUse and a reason.`,
      { path: `${FEATURES}/${feature}/` },
      { path: `${FEATURES}/`, pathNot: [feature, ...others].map((allowed) => `${FEATURES}/${allowed}/`) },
    ),
  ),
  rule(
    'every-feature-is-in-the-table',
    'A new feature begins with a line in mayUse in .dependency-cruiser.cjs: which features may it call?',
    { path: `${FEATURES}/[^/]+/`, pathNot: Object.keys(mayUse).map((feature) => `${FEATURES}/${feature}/`) },
    { path: '^src/' },
  ),
]

const insideTheWeb = [
  rule('ui-knows-no-domain', 'A component of ui/ takes everything as props: no contract, no API, no features.', { path: '^src/web/ui/' }, { path: '^src/(contract|web/(api|features|pages))/' }),
  rule('web-features-are-siblings', 'Features do not know each other; a page composes them. What two need goes to ui/ or to the contract.', { path: '^src/web/features/([^/]+)/' }, { path: '^src/web/(pages|features)/', pathNot: '^src/web/features/$1/' }),
  rule('web-api-is-below', 'api/ is the typed client and knows no screen. Call it from a feature or a page.', { path: '^src/web/api/' }, { path: '^src/web/(features|pages|ui)/' }),
]

module.exports = {
  forbidden: [...everywhere, ...acrossTheWire, ...insideTheServer, ...amongFeatures, ...insideTheWeb],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '\\.(css|svg|png|woff2?)$' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['source', 'types', 'import', 'default'], extensions: ['.ts', '.tsx', '.js', '.json'] },
  },
}
