import { vi } from 'vitest'
import { type Carrier, CarrierBusy, CarrierRefused } from '../src/carrier.ts'
import { VirtualClock, settled } from '../src/clock.ts'
import { createService } from '../src/service.ts'
import { type Disk, type Order, Store } from '../src/store.ts'

// Nothing waits for real time, but a busy machine may take some for half an hour of ticks.
vi.setConfig({ testTimeout: 30_000 })

export interface Call {
  key: string
  at: number
  signal: AbortSignal | undefined
  /** When it was answered or given up, if it was. */
  endedAt: number | null
}

type Does = 'well' | 'busy' | 'silent' | 'deaf' | 'refuses' | 'breaks' | number

/** Does what a test says, for all orders or for those of one address, and remembers every call. */
export class TestCarrier implements Carrier {
  does: Does = 'well'
  readonly for = new Map<string, Does>()
  readonly calls: Call[] = []
  readonly bought = new Map<string, string>()

  constructor(
    private readonly clock: VirtualClock,
    private readonly store: Store,
  ) {}

  /** The most calls that were waited for at once, and the most connections in use when a call began. */
  most = { calls: 0, connections: 0 }

  buyLabel = async (parcel: { address: string }, { key, signal }: { key: string; signal?: AbortSignal }) => {
    const call: Call = { key, at: this.clock.now(), signal, endedAt: null }
    this.calls.push(call)
    this.most = { calls: Math.max(this.most.calls, this.calls.filter((c) => c.endedAt === null && !c.signal?.aborted).length), connections: Math.max(this.most.connections, this.store.inUse) }
    try {
      return await this.#answer(parcel.address, key, signal)
    } finally {
      call.endedAt = this.clock.now()
    }
  }

  async #answer(address: string, key: string, signal?: AbortSignal) {
    const does = this.for.get(address) ?? this.does
    if (does === 'silent') await this.clock.sleep(86_400_000, signal)
    if (does === 'deaf') await this.clock.sleep(86_400_000)
    await this.clock.sleep(typeof does === 'number' ? does : 100, signal)
    if (does === 'busy') throw new CarrierBusy('busy')
    if (does === 'refuses') throw new CarrierRefused('too heavy')
    if (does === 'breaks') throw new TypeError('fetch failed')
    const label = this.bought.get(key) ?? `L-${key}`
    this.bought.set(key, label)
    return { label }
  }

  of = (key: string) => this.calls.filter((c) => c.key === key)
  /** The most calls within any minute. */
  busiestMinute = () => Math.max(0, ...this.calls.map((first) => this.calls.filter((c) => c.at >= first.at && c.at < first.at + 60_000).length))
}

export interface Answer {
  status: number
  headers: Headers
  text: string
  // The tests read what the task promises, whatever else is there.
  body: any
}

export const waitingOrder = (id: string, fields: Partial<Order> = {}): Order => ({ id, address: '1 Main Street', weight_g: 500, status: 'waiting', label: null, reason: null, created_at: 0, ...fields })

/** A service on a clock that stands still, with a store and a carrier that do as they are told. */
export function world({ disk = new Map() as Disk, start = true, clock = new VirtualClock() } = {}) {
  const store = new Store(clock, disk)
  const carrier = new TestCarrier(clock, store)
  const logged: string[] = []
  const service = createService({ clock, carrier, store, log: (_level, message) => void logged.push(message) })
  if (start) service.start()

  /** @returns null when there is no answer within so much time */
  async function send(path: string, body?: unknown, within = 2500): Promise<Answer | null> {
    const box: { answer: Answer | null } = { answer: null }
    void ask(path, body).then((a) => (box.answer = a))
    for (let passed = 0; passed < within && !box.answer; passed += 25) await clock.advance(25)
    return box.answer
  }

  async function ask(path: string, body?: unknown): Promise<Answer> {
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    const response = await service.app.request(path, body === undefined ? {} : { method: 'POST', headers: { 'content-type': 'application/json' }, body: text })
    const answer = await response.text()
    return { status: response.status, headers: response.headers, text: answer, body: parsed(answer) }
  }

  const order = (id: string, address = '1 Main Street', within?: number) => send('/orders', { id, address, weight_g: 500 }, within)
  const statuses = () => Object.fromEntries([...disk.values()].map((o) => [o.id, o.status]))
  const waiting = () => [...disk.values()].filter((o) => o.status === 'waiting').length
  return { clock, store, carrier, service, disk, send, ask, order, statuses, waiting, logged, pass: (ms: number) => clock.advance(ms) }
}
export type World = ReturnType<typeof world>

/** Whether a promise is done when nothing more happens at this moment. */
export async function isDone(promise: Promise<unknown>): Promise<boolean> {
  let done = false
  void promise.then(() => (done = true), () => (done = true))
  await settled()
  return done
}

/** Puts so many waiting orders into the store, as a former service left them. */
export function leave(disk: Disk, n: number): void {
  for (let i = 0; i < n; i++) disk.set(`left-${i}`, waitingOrder(`left-${i}`, { created_at: i }))
}

export async function metric(w: World, name: string): Promise<number | null> {
  const text = (await w.send('/metrics'))?.text ?? ''
  const line = text.split('\n').find((l) => l.startsWith(`${name} `))
  return line === undefined ? null : Number(line.slice(name.length + 1))
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** Takes every connection, as a store does that is away. @returns what gives them back */
export async function takeAll(w: World): Promise<() => void> {
  const taken = Promise.all(Array.from({ length: 5 }, () => w.store.connect()))
  await w.pass(200)
  const connections = await taken
  return () => {
    for (const connection of connections) connection.release()
  }
}
