// Child processes that never outlive us by accident, and whose output is kept for when they fail.
import { spawn } from 'node:child_process'
import { inRoot, root } from './paths.mjs'

const running = new Set()
/** The exit code we end with once the children are gone, after an interrupt. */
let ending
const windows = process.platform === 'win32'

/**
 * Runs a command in its own process group and waits for it. `echo` also shows its output as it comes.
 * After `timeoutMs` the whole group is killed: a browser or a database started by a test must not stay behind.
 */
export function run(command, { env = {}, echo = false, timeoutMs = 0, cwd = root } = {}) {
  return new Promise((done) => {
    const startedAt = Date.now()
    const child = spawn(process.execPath, [inRoot('scripts', 'lib', 'guard.mjs'), ...command], {
      cwd,
      env: { ...process.env, ...env },
      stdio: echo ? ['pipe', 'inherit', 'inherit'] : ['pipe', 'pipe', 'pipe'],
      detached: !windows,
      windowsHide: true,
    })
    running.add(child)
    let output = ''
    let timedOut = false
    const timer = timeoutMs > 0 ? setTimeout(() => { timedOut = true; endGroup(child, 'SIGKILL') }, timeoutMs) : undefined
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text) => { output += text })
    const finish = (code) => {
      clearTimeout(timer)
      running.delete(child)
      // What it left running in its group (a browser, a database) goes with it.
      endGroup(child, 'SIGKILL')
      // Nobody is told of a child that an interrupt ended: there is nothing to report, we are leaving.
      if (ending !== undefined) {
        if (running.size === 0) process.exit(ending)
        return
      }
      done({ code, output: output.trim(), timedOut, ms: Date.now() - startedAt })
    }
    child.on('error', (error) => { output += String(error.message); finish(127) })
    child.on('close', (code, signal) => finish(code ?? (signal ? 1 : 0)))
  })
}

function endGroup(child, signal) {
  try {
    if (windows) child.kill(signal)
    else process.kill(-child.pid, signal)
  } catch {
    // It ended between our looking and our signal.
  }
}

/** Until the returned function is called: an interrupt ends the children's groups first, then us. */
export function endChildrenWithUs() {
  const end = (code) => {
    if (running.size === 0) process.exit(code)
    ending = code
    for (const child of running) endGroup(child, 'SIGTERM')
    setTimeout(() => {
      for (const child of running) endGroup(child, 'SIGKILL')
    }, 2_000)
  }
  const [onInterrupt, onTerminate] = [() => end(130), () => end(143)]
  process.on('SIGINT', onInterrupt).on('SIGTERM', onTerminate)
  return () => process.off('SIGINT', onInterrupt).off('SIGTERM', onTerminate)
}
