import { Hono } from 'hono'
import { z } from 'zod'
import type { Carrier } from './carrier.ts'
import type { Clock } from './clock.ts'
import { Metrics } from './metrics.ts'
import type { Order, Store } from './store.ts'
import { createWorker } from './worker.ts'

export interface Deps {
  clock: Clock
  carrier: Carrier
  store: Store
  log: (level: 'info' | 'error', message: string, fields?: object) => void
}

export interface Service {
  app: Hono
  /** Begins to dispatch. */
  start(): void
  /** Ends what was begun. After it resolves the process exits. */
  stop(): Promise<void>
}

const newOrder = z.strictObject({ id: z.string().regex(/^[A-Za-z0-9-]{1,64}$/), address: z.string().trim().min(1).max(200), weight_g: z.int().min(1).max(30_000) })

export function createService({ clock, carrier, store, log }: Deps): Service {
  const app = new Hono()
  const metrics = new Metrics()
  const worker = createWorker({ clock, carrier, store, log, metrics })

  app.post('/orders', async (c) => {
    const body = newOrder.safeParse(await c.req.json().catch(() => null))
    if (!body.success) return c.json({ error: 'bad_input', fields: body.error.issues.map((i) => i.path.join('.')) }, 400)
    const connection = await store.connect()
    const known = await connection.find(body.data.id)
    if (known) return c.json(shown(known), 202)
    const order: Order = { ...body.data, status: 'waiting', label: null, reason: null, created_at: clock.now() }
    await connection.insert(order)
    connection.release()
    worker.add(order)
    metrics.count('orders_total')
    return c.json(shown(order), 202)
  })

  app.get('/orders/:id', async (c) => {
    const connection = await store.connect()
    const order = await connection.find(c.req.param('id'))
    if (!order) return c.json({ error: 'not_found' }, 404)
    connection.release()
    return c.json(shown(order))
  })

  // The load balancer asks this every ten seconds, and replaces us after three failures.
  app.get('/health', async (c) => {
    try {
      await carrier.buyLabel({ address: 'Health check, 1 Test Street', weight_g: 1 }, { key: 'health' })
      return c.json({ ok: true })
    } catch {
      return c.json({ ok: false }, 503)
    }
  })

  app.get('/metrics', (c) => c.text(metrics.text()))

  return {
    app,
    start: () => worker.start(),
    stop: async () => {
      log('info', 'stopping')
      worker.stop()
    },
  }
}

function shown({ id, status, label, reason }: Order) {
  return { id, status, label, reason }
}
