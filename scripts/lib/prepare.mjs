// From a fresh clone to something that runs: dependencies, then the build, each only when it is missing or out of date.
import { existsSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { build, buildIsCurrent } from './build.mjs'
import { dependenciesAreCurrent, installDependencies } from './dependencies.mjs'
import { withLock } from './lock.mjs'
import { inRoot } from './paths.mjs'
import { Refusal } from './refuse.mjs'
import { requireGit, requireNode } from './requirements.mjs'

const lockFile = inRoot('.cache', 'prepare.lock')

export async function prepareDependencies() {
  requireNode()
  requireGit()
  if (dependenciesAreCurrent()) return
  await withLock(lockFile, async () => {
    // Whoever held the lock before us may have done it.
    if (!dependenciesAreCurrent()) await installDependencies()
  })
}

export async function prepareBuild() {
  if (buildIsCurrent()) return
  await withLock(lockFile, async () => {
    if (!buildIsCurrent()) await build()
  })
}

export async function prepare() {
  await prepareDependencies()
  await prepareBuild()
}

/**
 * Becomes `node dist/server/cli.js …`, in this very process. A wrapper with a child would need its signals passed on
 * (a terminal sends them to both, so the server would get each twice), would cost 40 MB beside the server for ever, and
 * a `kill -9` of it would leave the server running unseen.
 */
export async function becomeServer(args) {
  const cli = inRoot('dist', 'server', 'cli.js')
  if (!existsSync(cli)) throw new Refusal('There is nothing to run: the build made no dist/server/cli.js.')
  process.argv = [process.execPath, cli, ...args]
  letASecondInterruptKill()
  stopWithNpm()
  await import(pathToFileURL(cli).href)
}

/** A SIGTERM to npm ends npm and its shell, which passes nothing on. When they are gone, we stop as if it had come to us. */
function stopWithNpm() {
  if (!process.env.npm_lifecycle_event) return
  const parent = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(watch)
    process.kill(process.pid, 'SIGTERM')
  }, 250)
  watch.unref()
}

/** npm passes a terminal's Ctrl-C on although the terminal has sent it already; two within this time are one. */
const SAME_KEYPRESS_MS = 700

function letASecondInterruptKill() {
  let first = 0
  process.on('SIGINT', () => {
    if (first === 0) first = Date.now()
    const nobodyElseListens = process.listenerCount('SIGINT') === 1
    if (nobodyElseListens || Date.now() - first > SAME_KEYPRESS_MS) process.exit(130)
  })
}
