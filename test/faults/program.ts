import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { nodeArguments } from '#test/support/program.ts'
import { freePort } from '#test/support/free-port.ts'

/** The program itself, on a data folder and a port of its own: started again after every kill. */
export interface Program {
  url: string
  dataDir: string
  /** All that its starts have printed so far. */
  printed(): string
  /** `kill -9`, of its PostgreSQL too when asked, and the next start at once. */
  kill(o: { database: boolean }): Promise<void>
  stop(): Promise<void>
}

export async function startProgram(dir: string): Promise<Program> {
  mkdirSync(dir, { recursive: true })
  const port = await freePort()
  const dataDir = path.join(dir, 'data')
  const env = { ...process.env, PORT: String(port), PUBLIC_URL: `http://localhost:${port}`, DATA_DIR: dataDir, LOG_LEVEL: 'fatal', DATABASE_URL: '', SMTP_URL: '' }
  let printed = ''
  const launch = () => {
    const child = spawn(process.execPath, [...nodeArguments('server/cli'), 'serve'], { env, stdio: ['ignore', 'pipe', 'pipe'] })
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (printed += text))
    return child
  }
  let server = launch()
  return {
    url: `http://localhost:${port}`,
    dataDir,
    printed: () => printed,
    kill: async ({ database }) => {
      await end(server, 'SIGKILL')
      if (database) killPostgres(dataDir)
      server = launch()
    },
    stop: () => end(server, 'SIGTERM'),
  }
}

async function end(child: ChildProcess, signal: NodeJS.Signals) {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill(signal)
  await gone
}

/** There may be none: a start that was killed early has not come so far. */
function killPostgres(dataDir: string) {
  try {
    process.kill(Number(readFileSync(path.join(dataDir, 'postgres/postmaster.pid'), 'utf8').split('\n')[0]), 'SIGKILL')
  } catch {
    // Nothing to kill.
  }
}
