import type { Hono } from 'hono'
import pg from 'pg'
import type { OutgoingMail } from '#server/adapters/mail/port.ts'
import { identify } from '#server/features/accounts/index.ts'
import { features } from '#server/features/index.ts'
import { openContext } from '#server/open-context.ts'
import { webApp } from '#server/processes/web.ts'
import { startBackground } from '#server/processes/worker.ts'
import { Client, type RawAnswer } from '#test/support/client.ts'
import { asAdmin, type Golden, type Ids, type People } from './golden.ts'

export type Who = keyof People | 'candidate'

/** One of the two: the whole program on a database of its own, asked without a network between. */
export interface World {
  /** Somebody's browser (or token) in this world. */
  as(who: Who, ids: Ids): Client
  /** What was sent, to whomever. */
  mails: OutgoingMail[]
  setClock(at: Date): Promise<void>
  /** Runs what is due until nothing is. */
  settle(): Promise<void>
  query<T extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<T[]>
  close(): Promise<void>
}

let count = 0

export async function openWorld(golden: Golden): Promise<World> {
  const name = `${golden.template}_${++count}`
  await asAdmin((admin) => admin.query(`create database ${name} template ${golden.template} strategy file_copy`))
  const connection = { ...golden.house.app.db.connection, database: name }
  const sql = new pg.Client(connection)
  await sql.connect()
  // One connection: what is due is done in one order, so that chance has no say in who is mailed first.
  const { ctx, close } = await openContext(golden.house.app.ctx.config, { connection, poolSize: 1 })
  const mails: OutgoingMail[] = []
  const worker = startBackground(ctx, features, { send: (mail) => Promise.resolve(void mails.push(mail)), close: () => {} }, { poll: false })
  const app = webApp(ctx, features, identify)
  return {
    as: (who, ids) => new Inside(app, golden.house.app.url, who === 'candidate' ? ids.candidate : golden.people[who]),
    mails,
    setClock: async (at) => void (await sql.query('update twin_clock set at = $1', [at])),
    settle: () => worker.drain(),
    query: async (text, values) => (await sql.query(text, values)).rows,
    close: async () => {
      await worker.stop()
      await close()
      await sql.end()
      await asAdmin((admin) => admin.query(`drop database if exists ${name} with (force)`))
    },
  }
}

/** The same person as in the company this world was cloned from. */
class Inside extends Client {
  constructor(
    private readonly app: Hono,
    url: string,
    person: Client,
  ) {
    super(url, person.token)
    for (const { name, value } of person.cookies()) this.adopt(name, value)
  }

  override async request(method: string, path: string, headers: Record<string, string> = {}, body?: string | Uint8Array | FormData | URLSearchParams): Promise<RawAnswer> {
    const cookie = this.cookies().map(({ name, value }) => `${name}=${value}`).join('; ')
    const own = { ...(cookie ? { cookie } : {}), ...(this.token ? { authorization: `Bearer ${this.token}` } : {}) }
    const response = await this.app.request(`${this.baseUrl}${path}`, { method, headers: { ...own, ...headers }, ...(body === undefined ? {} : { body: body as BodyInit }) })
    const text = await response.text()
    const json = /json/.test(response.headers.get('content-type') ?? '') && text ? (JSON.parse(text) as unknown) : null
    return { status: response.status, headers: response.headers, text, json }
  }
}
