/** How many git processes run at once, in all and for one repository. */

export class BusyError extends Error {}

export interface Slots {
  /**
   * Runs `work` when a slot is free, first come, first served. `perKey` bounds how many with the same key run at once.
   * Rejects with BusyError when too many wait, unless `patient`: a push whose bytes have arrived is never turned away.
   * What is `light` starts no process: it waits for its key alone.
   */
  run<T>(o: { key: string; perKey: number; patient?: boolean; light?: boolean }, work: () => Promise<T>): Promise<T>
}

interface Waiter {
  key: string
  perKey: number
  light: boolean
  start: () => void
}

export function createSlots(o: { total: number; waiting: number }): Slots {
  const running = new Map<string, number>()
  const waiters: Waiter[] = []
  let busy = 0

  function startNext(): void {
    for (;;) {
      const index = waiters.findIndex((waiter) => (waiter.light || busy < o.total) && (running.get(waiter.key) ?? 0) < waiter.perKey)
      const [waiter] = index < 0 ? [] : waiters.splice(index, 1)
      if (!waiter) return
      count(waiter, 1)
      waiter.start()
    }
  }

  function count({ key, light }: Pick<Waiter, 'key' | 'light'>, by: 1 | -1): void {
    if (!light) busy += by
    const left = (running.get(key) ?? 0) + by
    if (left > 0) running.set(key, left)
    else running.delete(key)
  }

  return {
    async run({ key, perKey, patient, light = false }, work) {
      if (!patient && waiters.length >= o.waiting) throw new BusyError('Too many requests are waiting')
      await new Promise<void>((start) => {
        waiters.push({ key, perKey, light, start })
        startNext()
      })
      try {
        return await work()
      } finally {
        count({ key, light }, -1)
        startNext()
      }
    },
  }
}
