import type { Clock } from './clock.ts'

export interface Order {
  id: string
  /** Orders from before 2024 have none. */
  address: string | null
  weight_g: number
  status: 'waiting' | 'dispatched' | 'failed'
  label: string | null
  reason: string | null
  created_at: number
}

/** What is on disk: it outlives the service. */
export type Disk = Map<string, Order>

/**
 * Our database, in short: statements take time, and there are five connections. Who asks for a sixth waits until one is
 * given back. Leave this file as it is; our tests bring a store of the same shape.
 */
export class Store {
  #free: number
  #waiting: ((connection: Connection) => void)[] = []

  constructor(
    private readonly clock: Clock,
    readonly disk: Disk = new Map(),
    /** How long a statement takes. May be changed at any time. */
    public latency: () => number = () => 2,
    readonly size = 5,
  ) {
    this.#free = size
  }

  get inUse(): number {
    return this.size - this.#free
  }

  /** Give every connection back, once. */
  connect(): Promise<Connection> {
    if (this.#free === 0) return new Promise((resolve) => this.#waiting.push(resolve))
    this.#free -= 1
    return Promise.resolve(this.#connection())
  }

  #connection(): Connection {
    let given = false
    const statement = async <T>(does: () => T): Promise<T> => {
      await this.clock.sleep(this.latency())
      return does()
    }
    return {
      find: (id) => statement(() => copy(this.disk.get(id))),
      /** Orders that wait, the oldest first. */
      waiting: (limit) => statement(() => [...this.disk.values()].filter((o) => o.status === 'waiting').sort((a, b) => a.created_at - b.created_at).slice(0, limit).map((o) => ({ ...o }))),
      countWaiting: () => statement(() => [...this.disk.values()].filter((o) => o.status === 'waiting').length),
      insert: (order) =>
        statement(() => {
          if (this.disk.has(order.id)) return false
          this.disk.set(order.id, { ...order })
          return true
        }),
      save: (order) => statement(() => void this.disk.set(order.id, { ...order })),
      release: () => {
        if (given) throw new Error('A connection was given back twice')
        given = true
        const next = this.#waiting.shift()
        if (next) next(this.#connection())
        else this.#free += 1
      },
    }
  }
}

export interface Connection {
  find(id: string): Promise<Order | null>
  waiting(limit: number): Promise<Order[]>
  countWaiting(): Promise<number>
  /** @returns false when there is an order of that id; then nothing is changed */
  insert(order: Order): Promise<boolean>
  save(order: Order): Promise<void>
  release(): void
}

const copy = (order: Order | undefined) => (order ? { ...order } : null)
