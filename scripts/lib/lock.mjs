// Two starts in one clone take turns at installing and building. Only the preparation is guarded, never the running server.
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { dirname } from 'node:path'
import { Refusal } from './refuse.mjs'

const BEAT_MS = 2_000
/** A holder that has not moved for this long is gone, whatever its process id says (another machine, a reused id). */
const STALE_MS = 30_000

export async function withLock(path, work) {
  const mine = `${process.pid} ${hostname()} ${Math.random().toString(36).slice(2)}\n`
  let told = false
  while (!take(path, mine)) {
    if (clearIfStale(path)) continue
    if (!told) process.stderr.write('Another start is preparing this clone; waiting for it…\n')
    told = true
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
  const beat = setInterval(() => {
    try {
      const now = new Date()
      utimesSync(path, now, now)
    } catch {
      // Taken from us while we slept (a suspended laptop); what we build is still swapped in whole.
    }
  }, BEAT_MS)
  const free = () => { if (read(path) === mine) rmSync(path, { force: true }) }
  process.on('exit', free)
  try {
    return await work()
  } finally {
    clearInterval(beat)
    process.off('exit', free)
    free()
  }
}

function take(path, mine) {
  try {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, mine, { flag: 'wx' })
    return true
  } catch (error) {
    if (error.code !== 'EEXIST') throw new Refusal(`Cannot write in ${dirname(path)} (${error.code}): this clone has to be prepared first, by somebody who may write here.`)
    return false
  }
}

/** Whether the way may be free now. */
function clearIfStale(path) {
  const content = read(path)
  if (content === undefined) return true
  if (!isStale(path, content)) return false
  const aside = `${path}.${process.pid}`
  try {
    renameSync(path, aside)
    // Somebody may have been faster and hold a new lock by now: then it is theirs, and goes back.
    if (readFileSync(aside, 'utf8') !== content) linkSync(aside, path)
  } catch {
    // Another waiter cleared it first.
  }
  rmSync(aside, { force: true })
  return true
}

function isStale(path, content) {
  const [pid, host] = content.trim().split(' ')
  try {
    if (Date.now() - statSync(path).mtimeMs > STALE_MS) return true
    if (host !== hostname() || !(Number(pid) > 0)) return false
    process.kill(Number(pid), 0)
    return false
  } catch (error) {
    return error.code === 'ESRCH'
  }
}

function read(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
