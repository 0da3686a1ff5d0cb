import { serve } from '@hono/node-server'
import { systemClock } from './clock.ts'
import { createService } from './service.ts'
import { SimulatedCarrier } from './simulated-carrier.ts'
import { Store } from './store.ts'

const service = createService({ clock: systemClock, carrier: new SimulatedCarrier(systemClock), store: new Store(systemClock), log: (level, message, fields) => console.log(JSON.stringify({ at: new Date().toISOString(), level, message, ...fields })) })
service.start()
const server = serve({ fetch: service.app.fetch, port: Number(process.env.PORT ?? 8080) }, (info) => console.log(`Listening on http://localhost:${info.port}`))

process.on('SIGTERM', () => {
  void service.stop()
  server.close()
  process.exit(0)
})
