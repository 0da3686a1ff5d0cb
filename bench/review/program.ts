import { spawn } from 'node:child_process'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { TestApp } from '#test/support/app.ts'
import { Client } from '#test/support/client.ts'
import { nodeArguments } from '#test/support/program.ts'
import { freePort } from '#test/support/free-port.ts'

export interface Program {
  url: string
  /** Somebody who is signed in already, in front of this program. */
  visit(who: Client): Client
  end(): Promise<void>
}

/** The program as it is installed, in a process of its own, on the database and the repositories of the one whose tests ask it. */
export async function startBeside(app: TestApp): Promise<Program> {
  const port = await freePort()
  const url = `http://localhost:${port}`
  const { host, port: dbPort, user, database } = app.db.connection
  const env = { ...process.env, ROLE: 'web', PORT: String(port), HOST: '127.0.0.1', PUBLIC_URL: url, DATA_DIR: app.dataDir, DATABASE_URL: `postgres://${user}@/${database}?host=${encodeURIComponent(String(host))}&port=${dbPort}`, SMTP_URL: app.mails.url, LOG_LEVEL: 'fatal', CHECKS: 'off' }
  const child = spawn(process.execPath, [...nodeArguments('server/cli'), 'serve'], { env, cwd: path.resolve(import.meta.dirname, '../..'), stdio: ['ignore', 'ignore', 'inherit'] })
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  await answers(url, () => child.exitCode)
  return {
    url,
    visit: (who) => {
      const there = new Client(url)
      for (const { name, value } of who.cookies()) there.adopt(name, value)
      return there
    },
    end: () => {
      child.kill('SIGTERM')
      return gone
    },
  }
}

async function answers(url: string, ended: () => number | null) {
  while (!(await fetch(`${url}/healthz`).then((r) => r.ok, () => false))) {
    if (ended() !== null) throw new Error('The program ended before it answered.')
    await sleep(50)
  }
}
