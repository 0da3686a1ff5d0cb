/** The only source of time in this program, so that tests and the load script can move it. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
  /** @throws the signal's reason, when it is aborted meanwhile */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(resolve, ms)
      signal?.addEventListener('abort', () => {
        clearTimeout(timer)
        reject(signal.reason)
      }, { once: true })
    }),
}

/** A clock that stands still until it is moved: half an hour takes no time. */
export class VirtualClock implements Clock {
  #now: number
  #sleepers: { at: number; wake: () => void }[] = []

  constructor(start = Date.parse('2026-05-18T18:00:00Z')) {
    this.#now = start
  }

  now = () => this.#now

  sleep = (ms: number, signal?: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason)
      const sleeper = { at: this.#now + Math.max(0, ms), wake: resolve }
      this.#sleepers.push(sleeper)
      signal?.addEventListener('abort', () => {
        this.#sleepers = this.#sleepers.filter((s) => s !== sleeper)
        reject(signal.reason)
      }, { once: true })
    })

  /** Lets so much time pass, waking who sleeps in the order of time. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms
    for (;;) {
      await settled()
      const next = this.#sleepers.reduce<{ at: number; wake: () => void } | null>((first, s) => (first && first.at <= s.at ? first : s), null)
      if (!next || next.at > end) break
      this.#sleepers = this.#sleepers.filter((s) => s !== next)
      this.#now = next.at
      next.wake()
    }
    this.#now = end
    await settled()
  }
}

/** Until everything that can go on without time passing has done so. */
export async function settled(): Promise<void> {
  for (let i = 0; i < 3; i++) await new Promise((resolve) => setImmediate(resolve))
}
