import { mkdtempSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import os from 'node:os'
import path from 'node:path'
import type { Role } from '#contract/accounts.ts'
import { operations } from '#contract/index.ts'
import type { AnswerOf, Operation } from '#contract/operation.ts'
import { startGitServer } from '#server/adapters/git/server.ts'
import type { Rails } from '#server/adapters/payments/port.ts'
import { smtpSender } from '#server/adapters/mail/smtp.ts'
import { identify, makeSetupLink } from '#server/features/accounts/index.ts'
import { createGatekeeper } from '#server/features/assignments/index.ts'
import { features, wireFeatures } from '#server/features/index.ts'
import { withStarters } from '#server/features/starters/index.ts'
import { openContext, placesOf } from '#server/open-context.ts'
import { readConfig } from '#server/platform/config.ts'
import type { Context } from '#server/platform/context.ts'
import { type GitProxy, startWeb, webApp } from '#server/processes/web.ts'
import { startBackground } from '#server/processes/worker.ts'
import { type CallInput, Client } from './client.ts'
import { type TestDatabase, cloneDatabase } from './database.ts'
import { freePort } from './free-port.ts'
import { type MailSink, startMailSink } from './mail-sink.ts'

export const PASSWORD = 'correct horse battery'

export interface TestApp {
  url: string
  ctx: Context
  db: TestDatabase
  mails: MailSink
  dataDir: string
  clock: { shift(seconds: number): Promise<void> }
  visitor(): Client
  call<O extends Operation>(operation: O, input?: CallInput<O>, as?: Client): Promise<AnswerOf<O>>
  /** The first owner, with the organization “Acme”. */
  signUpOwner(email?: string, organization?: string): Promise<Client>
  inviteAndJoin(owner: Client, role: Role, email?: string): Promise<Client>
  /** A candidate's browser, signed in by the code of a mailed link. */
  portal(email: string): Promise<Client>
  /** Runs what is due until nothing is. */
  settle(): Promise<void>
  close(): Promise<void>
}

/** The whole program in this process, on a database, a data folder and a mail server of its own. */
export async function startTestApp(o: { poll?: boolean; env?: Record<string, string>; rails?: Rails } = {}): Promise<TestApp> {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'handiwork-test-'))
  const [db, mails, port] = await Promise.all([cloneDatabase(), startMailSink(), freePort()])
  const config = readConfig({ PORT: String(port), HOST: '127.0.0.1', PUBLIC_URL: `http://localhost:${port}`, DATA_DIR: dataDir, SMTP_URL: mails.url, LOG_LEVEL: process.env['TEST_LOG'] ?? 'fatal', CHECKS: 'off', ...o.env })
  wireFeatures()
  const { ctx, door, close } = await openContext(config, { connection: db.connection, poolSize: 12, ...(o.rails && { rails: o.rails }) })
  const places = placesOf(dataDir)
  const git = await startGitServer({ listen: { port: 0, host: '127.0.0.1' }, reposDir: places.repos, spoolDir: places.spool, gatekeeper: withStarters(createGatekeeper(ctx), ctx), log: ctx.log, doorKey: door.key, clientIp: (req) => String(req.headers['x-forwarded-for'] ?? '127.0.0.1') })
  door.leadTo(() => ({ port: git.port, host: '127.0.0.1' }))
  const sender = smtpSender(mails.url)
  const web = await startWeb(webApp(ctx, features, identify), proxyTo(git.port), { port, host: '127.0.0.1' })
  const worker = startBackground(ctx, features, sender, { poll: o.poll ?? false })
  const url = `http://localhost:${port}`

  const app: TestApp = {
    url,
    ctx,
    db,
    mails,
    dataDir,
    clock: { shift: (seconds) => shiftClock(db, seconds) },
    visitor: () => new Client(url),
    call: (operation, input = {}, as = new Client(url)) => as.call(operation, input),
    signUpOwner: (email = 'olivia@acme.test', organization = 'Acme') => signUpOwner(app, email, organization),
    inviteAndJoin: (owner, role, email = `${role}@acme.test`) => inviteAndJoin(app, owner, role, email),
    portal: (email) => signInPortal(app, email),
    settle: () => worker.drain(),
    close: async () => {
      await web.close()
      await worker.stop()
      await git.close()
      sender.close()
      await close()
      await mails.close()
      await db.drop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
  return app
}

async function shiftClock(db: TestDatabase, seconds: number) {
  await db.query(`insert into clock_shift (shift) values (make_interval(secs => $1)) on conflict (one) do update set shift = clock_shift.shift + excluded.shift`, [seconds])
}

async function signUpOwner(app: TestApp, email: string, organization: string): Promise<Client> {
  const client = app.visitor()
  const link = await makeSetupLink(app.ctx)
  const body = { name: 'Olivia Owner', email, password: PASSWORD, organization_name: organization }
  if (link) await client.call(operations.completeSetup, { body: { ...body, token: fragmentToken(link) } })
  else await client.call(operations.signUp, { body })
  return client
}

async function inviteAndJoin(app: TestApp, owner: Client, role: Role, email: string): Promise<Client> {
  const name = `${role[0]?.toUpperCase()}${role.slice(1)} ${email.split('@')[0]}`
  await owner.call(operations.inviteMember, { body: { email, name, role } })
  await app.settle()
  await arrived(app, email)
  const client = app.visitor()
  await client.call(operations.acceptInvitation, { body: { token: fragmentToken(app.mails.find(email, /./).text), name, password: PASSWORD } })
  return client
}

/** With a worker that polls, the mail may be on its way still. */
async function arrived(app: TestApp, address: string) {
  for (let i = 0; i < 100 && app.mails.to(address).length === 0; i++) await new Promise((resolve) => setTimeout(resolve, 50))
}

async function signInPortal(app: TestApp, email: string): Promise<Client> {
  const client = app.visitor()
  await client.call(operations.requestSignInLink, { body: { email, audience: 'portal' } })
  await app.settle()
  const code = /\b\d{6}\b/.exec(app.mails.find(email, /sign/i).text)?.[0]
  await client.call(operations.redeemSignInLink, { body: { email, code: code ?? '' } })
  return client
}

/** The secret of a link, which travels in its fragment: `#t=…`. */
export function fragmentToken(text: string): string {
  const token = /#t=([\w-]+)/.exec(text)?.[1]
  if (!token) throw new Error(`No link with a token in: ${text}`)
  return token
}

function proxyTo(port: number): GitProxy {
  return (req, res, mayContinue) => {
    if (mayContinue) res.writeContinue()
    const { expect: _, ...headers } = req.headers
    const inner = request({ port, host: '127.0.0.1', method: req.method, path: req.url, headers }, (answer) => {
      res.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(res)
    })
    inner.on('error', () => res.destroy())
    req.pipe(inner)
  }
}
