import { randomUUID } from 'node:crypto'
import { vi } from 'vitest'
import { createApp } from '../src/app.ts'
import { type Db, openDb } from '../src/db.ts'

export interface Answer {
  status: number
  type: string
  text: string
  // The tests read what the task promises, whatever else is there.
  body: any
}

export type Send = (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>

export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const UNKNOWN = '00000000-0000-4000-8000-000000000000'

// The first test of a file opens a database; on a busy machine that takes some seconds.
vi.setConfig({ testTimeout: 60_000 })

const FIRST_DAY = Date.parse('2026-06-01T09:00:00Z')
let opened: Promise<Db> | undefined
let days = 0

/**
 * A machine of its own on a day of its own, and two servers on the same database. Tests of a file share that database;
 * its time stands still until it is moved and never goes back. A database of one's own begins on the first day.
 */
export async function workshop(from?: Promise<Db>) {
  const db = await (from ?? (opened ??= openDb()))
  const start = from ? FIRST_DAY : FIRST_DAY + 72 * HOUR * days++
  let now = start
  const server = () => sender(createApp({ db, clock: { now: () => new Date(now) } }))
  const [send, other] = [server(), server()]
  const addMachine = async () => (await send('POST', '/machines', { name: `Lathe ${randomUUID()}` })).body.id as string
  /** So many hours after the test began. */
  const at = (hours: number) => new Date(start + Math.round(hours * HOUR)).toISOString()
  /** A time that somebody wants, so many hours after the test began. */
  const slot = (hours = 30, minutes = 60, member = 'ada') => ({ member, starts_at: at(hours), ends_at: at(hours + minutes / 60) })
  return { send, other, addMachine, machine: await addMachine(), at, slot, advance: (ms: number) => (now += ms) }
}
export type Workshop = Awaited<ReturnType<typeof workshop>>

function sender(app: ReturnType<typeof createApp>): Send {
  return async (method, path, body, headers = {}) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    const response = await app.request(path, { method, headers: { 'content-type': 'application/json', ...headers }, ...(body === undefined ? {} : { body: text }) })
    const answer = await response.text()
    return { status: response.status, type: response.headers.get('content-type') ?? '', text: answer, body: parsed(answer) }
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** Holds a time on the workshop's machine. */
export function hold(w: Workshop, body: unknown, { key = '', machine = w.machine, send = w.send } = {}): Promise<Answer> {
  return send('POST', `/machines/${machine}/holds`, body, key ? { 'idempotency-key': key } : {})
}

export const confirm = (w: Workshop, id: string, send = w.send) => send('POST', `/holds/${id}/confirmation`)
export const cancel = (w: Workshop, id: string, send = w.send) => send('DELETE', `/bookings/${id}`)

/** Holds and confirms. @returns the answer to the confirmation */
export async function book(w: Workshop, body: unknown, machine = w.machine): Promise<Answer> {
  return confirm(w, (await hold(w, body, { machine })).body?.id)
}

/** The workshop's machine from the start of the test on, two weeks unless told. */
export function schedule(w: Workshop, { from = w.at(0), to = w.at(336), machine = w.machine, send = w.send } = {}): Promise<Answer> {
  return send('GET', `/machines/${machine}/schedule?from=${encodeURIComponent(from)}&to=${encodeURIComponent(to)}`)
}

/** Who sends the nth request, when two servers are asked in turn. */
export const either = (w: Workshop, n: number) => (n % 2 === 0 ? w.send : w.other)
export const times = <T>(n: number, make: (i: number) => T) => Array.from({ length: n }, (_, i) => make(i))
export const statuses = (answers: Answer[]) => answers.map((a) => a.status).sort()
export const startsOf = (items: { starts_at: string }[]) => items.map((i) => i.starts_at)
export const key = () => randomUUID()
