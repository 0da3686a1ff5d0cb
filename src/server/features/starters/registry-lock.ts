/**
 * Whether a lock file leads to npm's registry and nowhere else. It is installed outside the sandbox, with the network, and
 * whoever wrote it may be a stranger to whoever runs this server: so no address, no git, no file and no link of theirs is followed.
 */
import { z } from 'zod'

const MOST_PACKAGES = 3_000
const specs = z.record(z.string(), z.string()).default({})
const dependencies = { dependencies: specs, devDependencies: specs, optionalDependencies: specs, peerDependencies: specs }
const manifest = z.looseObject({ ...dependencies, workspaces: z.unknown().optional(), overrides: z.unknown().optional() })
const locked = z.looseObject({ ...dependencies, resolved: z.unknown().optional(), integrity: z.string().optional(), link: z.unknown().optional(), inBundle: z.boolean().optional() })
const lockFile = z.looseObject({ lockfileVersion: z.number(), packages: z.record(z.string(), locked) })

/** Where npm's own packages are; whatever registry this server is set up for is asked for them instead. */
const REGISTRY = 'https://registry.npmjs.org/'

/** Sentences; none when both files can be installed. */
export function lockProblems(manifestText: string, lockText: string): string[] {
  const [described, lock] = [manifest.safeParse(jsonOf(manifestText)), lockFile.safeParse(jsonOf(lockText))]
  if (!described.success) return ['package.json is not what npm expects. Run npm install, and look at what it says.']
  if (!lock.success || lock.data.lockfileVersion < 2) return ['package-lock.json can’t be read, or is of npm 6 or older. Run npm install with npm 7 or newer and commit it.']
  const packages = Object.entries(lock.data.packages)
  if (packages.length > MOST_PACKAGES) return [`package-lock.json names more than ${MOST_PACKAGES.toLocaleString('en')} packages. Leave out what the task does not need.`]
  const odd = [
    ...(described.data.workspaces === undefined ? [] : ['package.json has workspaces, which are not installed here. Make it one package.']),
    ...(described.data.overrides === undefined ? [] : ['package.json has overrides, which are not installed here. Depend on the versions themselves.']),
    ...oddSpecs('package.json', described.data),
    ...packages.flatMap(([at, entry]) => oddPackage(at, entry)),
  ]
  return [...new Set(odd)].slice(0, 5)
}

export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

type Specs = z.output<typeof manifest> | z.output<typeof locked>

function oddSpecs(where: string, d: Specs): string[] {
  const all = [d.dependencies, d.devDependencies, d.optionalDependencies, d.peerDependencies].flatMap((of) => Object.entries(of as Record<string, string>))
  return all.filter(([, spec]) => !isRegistrySpec(spec)).map(([name, spec]) => `${where} takes ${short(name)} from “${short(spec)}”. Only packages of the npm registry are installed here.`)
}

/** A version, a range, a tag, or another name of a package of the registry: nothing with an address in it. */
function isRegistrySpec(spec: string): boolean {
  const range = spec.startsWith('npm:') ? spec.slice(4).replace(/^(@[\w.-]+\/)?[\w.-]+/, '') : spec
  return !range.startsWith('.') && /^[\w.\-+~^<>=|*@, ]*$/.test(range) && !/\.(?:tgz|tar|tar\.gz)$/i.test(range)
}

function oddPackage(at: string, entry: z.output<typeof locked>): string[] {
  const where = `package-lock.json (${short(at || 'itself')})`
  if (at === '') return oddSpecs(where, entry)
  if (!/^(?:node_modules\/(?:@[\w.~-]+\/)?[\w.~-]+\/?)+$/.test(at) || entry.link !== undefined) return [`${where} is a folder or a link. Only packages of the npm registry are installed here.`]
  const { resolved } = entry
  if (resolved !== undefined && !(typeof resolved === 'string' && resolved.startsWith(REGISTRY))) return [`${where} comes from “${short(String(resolved))}”. Only ${REGISTRY} is asked.`]
  // What came inside of another package has that one's checksum.
  if (!entry.integrity && !entry.inBundle) return [`${where} has no checksum. Run npm install and commit package-lock.json.`]
  return oddSpecs(where, entry)
}

const short = (text: string) => (text.length > 80 ? `${text.slice(0, 79)}…` : text)
