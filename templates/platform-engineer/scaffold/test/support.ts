import { VirtualClock } from '../src/clock.ts'
import { createService } from '../src/service.ts'
import { SimulatedCarrier } from '../src/simulated-carrier.ts'
import { type Disk, Store } from '../src/store.ts'

/** A service that has begun, on a clock that stands still until it is moved. */
export function running(disk: Disk = new Map()) {
  const clock = new VirtualClock()
  const carrier = new SimulatedCarrier(clock)
  const store = new Store(clock, disk)
  const service = createService({ clock, carrier, store, log: () => undefined })
  service.start()
  /** The answer, or null when there is none within so much time. */
  const send = async (path: string, body?: object, within = 3000) => {
    let answer: { status: number; body: any } | null = null
    void Promise.resolve(service.app.request(path, body ? { method: 'POST', body: JSON.stringify(body) } : {})).then(async (r) => {
      const text = await r.text()
      answer = { status: r.status, body: text.startsWith('{') ? JSON.parse(text) : text }
    })
    for (let passed = 0; passed < within && answer === null; passed += 10) await clock.advance(10)
    return answer as { status: number; body: any } | null
  }
  const order = (id: string, address = '1 Main Street') => send('/orders', { id, address, weight_g: 500 })
  return { clock, carrier, store, disk: store.disk, service, send, order }
}
