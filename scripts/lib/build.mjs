// The build: src/ → dist/{server,web}. Made in a directory of its own and swapped in whole.
import { createHash, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { endChildrenWithUs, run } from './children.mjs'
import { inRoot, root, tools } from './paths.mjs'
import { withProgress } from './progress.mjs'
import { Refusal } from './refuse.mjs'

const dist = inRoot('dist')
const PREFIX = '.dist-'
const succeeded = ({ code }) => code === 0

export function buildIsCurrent() {
  try {
    return readFileSync(join(dist, '.stamp'), 'utf8') === inputs()
  } catch {
    return false
  }
}

/** Call with the lock of the preparation held, so that two starts do not do the same work. */
export async function build() {
  clearLeftovers()
  const before = inputs()
  // Beside dist/, so that source maps point at the same place before and after the swap. It ignores itself in git.
  const made = inRoot(`${PREFIX}${process.pid}-${randomBytes(4).toString('hex')}`)
  mkdirSync(made)
  writeFileSync(join(made, '.gitignore'), '*\n')
  const remove = () => rmSync(made, { recursive: true, force: true })
  process.on('exit', remove)
  const stop = endChildrenWithUs()
  try {
    const results = await withProgress('Building', () => Promise.all(builders(made).map((command) => run(command))), (all) => all.every(succeeded)).finally(stop)
    const failed = results.filter((result) => !succeeded(result))
    if (failed.length > 0) throw new Refusal(`${failed.map((result) => result.output).join('\n\n')}\n\nThe build failed; what the compiler says is above.`)
    writeFileSync(join(made, '.stamp'), before)
    swapIn(made)
  } finally {
    process.off('exit', remove)
    remove()
  }
}

function builders(made) {
  const server = [...tools.vite, 'build', '--config', 'vite.server.config.ts', '--outDir', made, '--logLevel', 'warn']
  const web = [...tools.vite, 'build', '--outDir', join(made, 'web'), '--emptyOutDir', '--logLevel', 'warn']
  return existsSync(inRoot('src', 'web', 'index.html')) ? [server, web] : [server]
}

/** Another builder may swap between our two renames (its lock was taken for stale): then ours goes in after it. */
function swapIn(made) {
  const old = inRoot(`${PREFIX}${process.pid}-${randomBytes(4).toString('hex')}-old`)
  for (let attempt = 1; ; attempt += 1) {
    try {
      if (existsSync(dist)) renameSync(dist, old)
    } catch (error) {
      if (error.code !== 'ENOENT') throw error
    }
    try {
      renameSync(made, dist)
      break
    } catch (error) {
      if (attempt === 20 || !['ENOTEMPTY', 'EEXIST', 'EPERM'].includes(error.code)) throw error
      rmSync(old, { recursive: true, force: true })
    }
  }
  rmSync(old, { recursive: true, force: true })
}

/** What a killed build left behind: its name says whose it was. */
function clearLeftovers() {
  for (const name of readdirSync(root)) {
    if (name.startsWith(PREFIX) && !isAlive(Number(/\d+/.exec(name)?.[0]))) rmSync(inRoot(name), { recursive: true, force: true })
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

/** A hash over the listing of everything the build reads: path, size and time of change. Some thousand files take milliseconds. */
export function inputs() {
  const hash = createHash('sha256')
  const files = readdirSync(root).filter((name) => name === 'package-lock.json' || /^tsconfig.*\.json$|^vite\..*config\./.test(name))
  for (const name of files.sort()) hash.update(describe(name))
  addFolder(hash, 'src')
  return `${hash.digest('hex')}\n`
}

function addFolder(hash, folder) {
  if (!existsSync(inRoot(folder))) return
  const entries = readdirSync(inRoot(folder), { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))
  for (const entry of entries) {
    const path = `${folder}/${entry.name}`
    if (entry.isDirectory()) addFolder(hash, path)
    else if (!/\.test\.tsx?$|\.md$/.test(entry.name)) hash.update(describe(path))
  }
}

function describe(path) {
  const { mtimeMs, size } = statSync(inRoot(path), { throwIfNoEntry: false }) ?? { mtimeMs: 0, size: -1 }
  return `${path}\0${size}\0${mtimeMs}\n`
}
