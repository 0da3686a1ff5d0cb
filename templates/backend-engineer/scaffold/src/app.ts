import { randomUUID } from 'node:crypto'
import { Hono } from 'hono'
import { z } from 'zod'
import type { Clock } from './clock.ts'
import type { Db } from './db.ts'

export interface Deps {
  db: Db
  clock: Clock
}

const newMachine = z.strictObject({ name: z.string().trim().min(1).max(100) })

/** The whole API. Tests call `app.request(...)`; `server.ts` serves it. */
export function createApp({ db, clock }: Deps): Hono {
  const app = new Hono()

  app.get('/machines', async (c) => {
    const { rows } = await db.query('select id, name, created_at from machines order by name')
    return c.json({ machines: rows })
  })

  app.post('/machines', async (c) => {
    const body = newMachine.safeParse(await c.req.json().catch(() => null))
    if (!body.success) return c.json({ title: 'The machine needs a name', status: 400 }, 400)
    const { rows } = await db.query('insert into machines (id, name, created_at) values ($1, $2, $3) returning id, name, created_at', [randomUUID(), body.data.name, clock.now()])
    return c.json(rows[0], 201)
  })

  // Holds, bookings and the schedule are yours. See README.md.
  return app
}
