// The locked dependencies: installed when node_modules is not what package-lock.json says.
import { createHash } from 'node:crypto'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { endChildrenWithUs, run } from './children.mjs'
import { inRoot } from './paths.mjs'
import { withProgress } from './progress.mjs'
import { Refusal } from './refuse.mjs'

const succeeded = ({ code }) => code === 0
const stampFile = inRoot('node_modules', '.handiwork-stamp')

export function dependenciesAreCurrent() {
  const wanted = stamp()
  if (readOr(stampFile) === wanted) return true
  if (!matchesWhatNpmInstalled()) return false
  // Somebody ran `npm ci` or `npm install` themselves; the same packages are there, so nothing needs doing.
  leaveStamp(wanted)
  return true
}

export async function installDependencies() {
  rmSync(stampFile, { force: true })
  const stop = endChildrenWithUs()
  const result = await withProgress('Installing dependencies', async () => {
    const first = await npmCi()
    // A cache directory that cannot be written (read-only home, files left by root): ours will do.
    return first.code !== 0 && /EACCES|EROFS|EPERM|ENOTDIR|root-owned/.test(first.output) ? npmCi(['--cache', inRoot('.cache', 'npm')]) : first
  }, succeeded).finally(stop)
  if (!succeeded(result)) throw new Refusal(`${firstLines(result.output, 30)}\n\nThe dependencies could not be installed; npm's own words are above.`)
  leaveStamp(stamp())
}

/** `--include` because NODE_ENV=production would leave out what builds the product. */
function npmCi(extra = []) {
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--include=dev', '--include=optional', ...extra]
  return run([...npm(), ...args])
}

function npm() {
  const running = process.env.npm_execpath
  if (running && basename(running) === 'npm-cli.js') return [process.execPath, running]
  return process.platform === 'win32' ? ['cmd.exe', '/d', '/s', '/c', 'npm.cmd'] : ['npm']
}

/** The lock file and the machine: a node_modules carried to another system has the wrong binaries in it. */
function stamp() {
  const lock = readFileSync(inRoot('package-lock.json'))
  return `${createHash('sha256').update(lock).digest('hex')} ${process.platform}-${process.arch}\n`
}

function leaveStamp(text) {
  try {
    writeFileSync(stampFile, text)
  } catch {
    // Not ours to write; the comparison is then made again at the next start.
  }
}

/** npm leaves behind what it installed; every package the lock file demands must be there in the same version. */
function matchesWhatNpmInstalled() {
  try {
    const wanted = JSON.parse(readFileSync(inRoot('package-lock.json'), 'utf8')).packages
    const found = JSON.parse(readFileSync(inRoot('node_modules', '.package-lock.json'), 'utf8')).packages
    const demanded = ([path, entry]) => path !== '' && (!entry.optional || fitsThisMachine(entry))
    return Object.entries(wanted).filter(demanded).every(([path, entry]) => found[path]?.version === entry.version)
  } catch {
    return false
  }
}

/** Optional packages without a system of their own may be missing for any reason; those made for this one must be there. */
function fitsThisMachine({ os, cpu, libc }) {
  if (!os || !cpu || libc) return false
  return os.includes(process.platform) && cpu.includes(process.arch)
}

function readOr(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

/** npm says first what is wrong, and then at length how it is used. */
const firstLines = (text, count) => text.split('\n').slice(0, count).join('\n')
