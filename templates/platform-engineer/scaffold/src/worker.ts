import type { Deps } from './service.ts'
import type { Metrics } from './metrics.ts'
import type { Order } from './store.ts'

const WORKERS = 4
const TRIES = 5

export interface Worker {
  add(order: Order): void
  start(): void
  stop(): void
}

/** Buys a label for each order, in the order in which they came. */
export function createWorker({ clock, carrier, store, log, metrics }: Deps & { metrics: Metrics }): Worker {
  const queue: Order[] = []
  let running = false

  async function work() {
    while (running) {
      const order = queue.shift()
      if (!order) {
        await clock.sleep(100)
        continue
      }
      const connection = await store.connect()
      try {
        const { label } = await buy(order)
        await connection.save({ ...order, status: 'dispatched', label })
        connection.release()
        metrics.count('orders_dispatched_total')
      } catch (error) {
        log('error', 'dispatch failed', { id: order.id, error: String(error) })
        // The oldest first, so that nobody waits longer than needed.
        queue.unshift(order)
        connection.release()
      }
    }
  }

  async function buy(order: Order) {
    for (let n = 1; ; n++) {
      try {
        metrics.count('carrier_calls_total')
        return await carrier.buyLabel({ address: order.address!.trim(), weight_g: order.weight_g }, { key: `${order.id}-${n}` })
      } catch (error) {
        log('error', 'carrier failed, trying again', { id: order.id, n })
        if (n === TRIES) throw error
        await clock.sleep(10)
      }
    }
  }

  return {
    add: (order) => void queue.push(order),
    start: () => {
      running = true
      for (let i = 0; i < WORKERS; i++) void work()
    },
    stop: () => {
      running = false
    },
  }
}
