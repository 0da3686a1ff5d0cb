/** One side of Handiwork in a process of its own, on a database and a data folder it shares with the others. */
import { type ChildProcess, spawn } from 'node:child_process'
import path from 'node:path'
import { nodeArguments } from '#test/support/program.ts'
import { freePort } from '#test/support/free-port.ts'

export interface Side {
  port: number
  pid(): number
  /** Ends it hard and starts it again. */
  killAndRestart(): Promise<void>
  stop(): Promise<void>
}

export interface SideOptions {
  role: 'web' | 'worker'
  databaseUrl: string
  dataDir: string
  env?: Record<string, string>
}

export async function startSide(o: SideOptions): Promise<Side> {
  const port = await freePort()
  const env = { ...process.env, PORT: String(port), PUBLIC_URL: `http://localhost:${port}`, DATABASE_URL: o.databaseUrl, DATA_DIR: o.dataDir, SMTP_URL: '', LOG_LEVEL: 'fatal', ROLE: o.role, ...o.env }
  const launch = () => withUs(spawn(process.execPath, [...nodeArguments('server/cli'), 'serve'], { env, cwd: path.resolve(import.meta.dirname, '../..'), stdio: ['ignore', 'pipe', 'inherit'] }))
  let child = launch()
  await says(child, /Handiwork/)
  return {
    port,
    pid: () => child.pid ?? 0,
    killAndRestart: async () => {
      await end(child, 'SIGKILL')
      child = launch()
      child.stdout?.resume()
    },
    stop: () => end(child, 'SIGTERM'),
  }
}

const alive = new Set<ChildProcess>()
process.once('exit', () => alive.forEach((child) => child.kill('SIGKILL')))

/** Whatever ends this run early, no side of it goes on alone. */
function withUs(child: ChildProcess): ChildProcess {
  alive.add(child)
  child.once('exit', () => alive.delete(child))
  return child
}

function says(child: ChildProcess, what: RegExp): Promise<void> {
  return new Promise((resolve, reject) => {
    let text = ''
    child.stdout?.on('data', (chunk) => {
      text += String(chunk)
      if (what.test(text)) resolve()
    })
    child.once('exit', (code) => reject(new Error(`It ended with ${code}: ${text}`)))
  })
}

async function end(child: ChildProcess, signal: NodeJS.Signals) {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill(signal)
  await gone
}
