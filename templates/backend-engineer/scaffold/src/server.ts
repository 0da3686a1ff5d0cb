import { serve } from '@hono/node-server'
import { createApp } from './app.ts'
import { systemClock } from './clock.ts'
import { openDb } from './db.ts'

const app = createApp({ db: await openDb(process.env.DATA), clock: systemClock })
serve({ fetch: app.fetch, port: Number(process.env.PORT ?? 8080) }, (info) => console.log(`Listening on http://localhost:${info.port}`))
