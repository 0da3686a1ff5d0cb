/**
 * What `npm ci` makes of a lock file of ours, made once and kept. It is the only thing that is made outside the sandbox,
 * with the network: so it is never given a file that a stranger wrote, unless somebody has seen that it leads
 * to the registry alone, and no package's scripts are run.
 */
import { execFile } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { type Dependencies, NoDependencies, type SandboxFile } from './port.ts'

const run = promisify(execFile)
const INSTALL_MS = 300_000
/** Where tools want to leave notes; empty, and covered by scratch space in each job. */
const NOTES = ['.vite', '.vite-temp', '.vitest', '.cache']
/** What npm needs to find its way to a registry, and nothing else of ours. */
const PASSED_ON = ['PATH', 'HOME', 'HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'http_proxy', 'https_proxy', 'no_proxy', 'NODE_EXTRA_CA_CERTS', 'npm_config_registry', 'npm_config_cache']

export interface DependencyStore {
  dependencies(wanted: Dependencies): Promise<{ from: string; scratch: string[] }>
  keep(files: readonly SandboxFile[]): Promise<string>
}

export function createDependencyStore(folder: string): DependencyStore {
  const making = new Map<string, Promise<string>>()
  const once = (name: string, make: (place: string) => Promise<void>): Promise<string> => {
    const made = making.get(name) ?? makeWhole(folder, name, make).finally(() => making.delete(name))
    making.set(name, made)
    return made
  }
  return {
    dependencies: async (wanted) => {
      const made = await once(`npm-${nameOf([wanted.manifest, wanted.lock, process.version, process.arch])}`, (place) => install(place, wanted))
      return { from: path.join(made, 'node_modules'), scratch: NOTES }
    },
    keep: (files) => once(`kept-${nameOf(files.flatMap((f) => [f.path, f.mode, f.content]))}`, (place) => lay(place, files)),
  }
}

function nameOf(parts: (string | Uint8Array)[]): string {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(String(part.length)).update('\0').update(part)
  return hash.digest('hex').slice(0, 40)
}

/** Half-made is never found: it gets its name when all of it is there. */
async function makeWhole(folder: string, name: string, make: (place: string) => Promise<void>): Promise<string> {
  const [place, draft] = [path.join(folder, name), path.join(folder, `draft-${randomUUID()}`)]
  if (existsSync(place)) return place
  await mkdir(draft, { recursive: true })
  try {
    await make(draft)
    // A job does not run as us.
    await run('chmod', ['-R', 'a+rX', draft])
    await rename(draft, place).catch((error: unknown) => {
      if (!existsSync(place)) throw error
    })
    return place
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
}

async function install(place: string, { manifest, lock }: Dependencies): Promise<void> {
  await writeFile(path.join(place, 'package.json'), manifest)
  await writeFile(path.join(place, 'package-lock.json'), lock)
  const env = Object.fromEntries(PASSED_ON.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])))
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--no-progress', '--prefer-offline', '--loglevel=error']
  await run('npm', args, { cwd: place, env: { ...env, CI: '1' }, timeout: INSTALL_MS, maxBuffer: 16 * 1024 * 1024 }).catch((error: unknown) => {
    throw new NoDependencies(`The starter's dependencies could not be installed: ${firstComplaint(error)}`)
  })
  for (const name of NOTES) await mkdir(path.join(place, 'node_modules', name), { recursive: true })
}

function firstComplaint(error: unknown): string {
  const said = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error)
  const lines = said.split('\n').map((line) => line.replace(/^npm (?:error|ERR!)\s*/, '').trim()).filter(Boolean)
  return (lines.find((line) => /E[A-Z]{4,}|not found|network/i.test(line) && !line.startsWith('code ')) ?? lines[0] ?? 'npm gave no reason').slice(0, 200)
}

async function lay(place: string, files: readonly SandboxFile[]): Promise<void> {
  for (const file of files) {
    const at = path.join(place, file.path)
    if (!at.startsWith(`${place}${path.sep}`) || file.mode === '120000') throw new Error(`${file.path} can’t be kept`)
    await mkdir(path.dirname(at), { recursive: true })
    await writeFile(at, file.content)
    if (file.mode === '100755') await chmod(at, 0o755)
  }
}
