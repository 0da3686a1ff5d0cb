import { VirtualClock, settled } from '../src/clock.ts'
import { createService } from '../src/service.ts'
import { type Mood, SimulatedCarrier } from '../src/simulated-carrier.ts'
import { Store } from '../src/store.ts'

/** What happens at which minute. Everything else is thirty orders a minute, and people who look for them. */
const SCENARIOS: Record<string, Record<number, (w: World) => void>> = {
  calm: {},
  'carrier-slow': { 3: mood('slow'), 12: mood('well') },
  'carrier-busy': { 3: mood('busy'), 12: mood('well') },
  'carrier-silent': { 3: mood('silent'), 12: mood('well') },
  'nobody-home': { 3: (w) => w.lookFor('no-such-order', 8) },
  'old-orders': { 3: (w) => w.oldOrders(4) },
  'store-slow': { 3: (w) => void (w.store.latency = () => 900), 12: (w) => void (w.store.latency = () => 2) },
  'that-night': { 4: mood('slow'), 8: mood('busy'), 11: (w) => w.lookFor('A-1009', 6), 16: mood('well') },
}

function mood(to: Mood) {
  return (w: World) => void (w.carrier.mood = to)
}

/** A service under load on a clock of its own: twenty minutes take a second. */
class World {
  readonly clock = new VirtualClock()
  readonly carrier = new SimulatedCarrier(this.clock)
  readonly store = new Store(this.clock)
  readonly service = createService({ clock: this.clock, carrier: this.carrier, store: this.store, log: (level, message) => void (this.logged[`${level}: ${message}`] = (this.logged[`${level}: ${message}`] ?? 0) + 1) })
  logged: Record<string, number> = {}
  answers = { ok: 0, refused: 0, silent: 0 }
  #n = 0

  request(path: string, body?: object) {
    this.answers.silent += 1
    void Promise.resolve(this.service.app.request(path, body ? { method: 'POST', body: JSON.stringify(body) } : {})).then((answer) => {
      this.answers.silent -= 1
      this.answers[answer.status < 400 ? 'ok' : 'refused'] += 1
    })
  }

  order() {
    this.#n += 1
    this.request('/orders', { id: `o-${this.#n}`, address: this.#n % 90 === 0 ? 'Nowhere 1' : `${this.#n} Main Street`, weight_g: 500 })
    if (this.#n % 3 === 0) this.request(`/orders/o-${this.#n - 2}`)
  }

  lookFor(id: string, times: number) {
    for (let i = 0; i < times; i++) this.request(`/orders/${id}`)
  }

  /** Rows that an old version wrote. Whoever restarts the service meets them. */
  oldOrders(n: number) {
    for (let i = 0; i < n; i++) this.store.disk.set(`old-${i}`, { id: `old-${i}`, address: null, weight_g: 1, status: 'waiting', label: null, reason: null, created_at: 0 })
  }
}

const name = process.argv[2] ?? 'calm'
const scenario = SCENARIOS[name]
if (!scenario) {
  console.error(`Scenarios: ${Object.keys(SCENARIOS).join(', ')}`)
  process.exit(2)
}
const world = new World()
world.service.start()
console.log('minute  answered  refused  no answer  carrier calls  connections  waiting  labels')
for (let minute = 1; minute <= 20; minute++) {
  scenario[minute]?.(world)
  const before = world.carrier.calls
  for (let second = 0; second < 60; second += 2) {
    world.order()
    await world.clock.advance(2000)
  }
  await settled()
  const waiting = [...world.store.disk.values()].filter((o) => o.status === 'waiting').length
  const row = [minute, world.answers.ok, world.answers.refused, world.answers.silent, world.carrier.calls - before, `${world.store.inUse}/${world.store.size}`, waiting, world.carrier.bought.size]
  console.log(row.map((v, i) => String(v).padStart([6, 10, 9, 11, 15, 13, 9, 8][i] ?? 8)).join(''))
}
console.log('\nlogged', world.logged)
process.exit(0)
