import type { Hono } from 'hono'
import { createApp } from '../src/app.ts'
import { openDb } from '../src/db.ts'

/** An application on an empty database with a clock that stands still until it is moved. */
export async function testApp() {
  let now = new Date('2026-06-01T09:00:00Z')
  const app = createApp({ db: await openDb(), clock: { now: () => now } })
  return { app, advance: (minutes: number) => (now = new Date(now.getTime() + minutes * 60_000)), send: sender(app) }
}

function sender(app: Hono) {
  return async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const response = await app.request(path, { method, headers: { 'content-type': 'application/json', ...headers }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
    return { status: response.status, body: (await response.json().catch(() => null)) as any }
  }
}
