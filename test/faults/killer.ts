import { setTimeout as sleep } from 'node:timers/promises'
import type { Program } from './program.ts'

/** A kill comes at most this long after the write it was drawn for began: before it, in it, or in what follows it. */
const WITHIN_MS = 400

export interface Killer {
  /** Tells of a write that begins. */
  onWrite(what: string): void
  /** What was being written at each kill. */
  kills: string[]
  writes(): number
  /** Resolves when the kills that were drawn so far are done and the program has been started again. */
  done(): Promise<void>
}

/**
 * Kills the program at moments drawn from the seed: one in each stretch of the first `writes` writes, when a write
 * begins and up to 400 ms later. Every fifth kill takes PostgreSQL along.
 */
export function startKiller(program: Program, o: { seed: number; kills: number; writes: number }): Killer {
  const random = randomFrom(o.seed)
  const ends = (i: number) => Math.floor((i * o.writes) / o.kills)
  const drawn = new Set(Array.from({ length: o.kills }, (_, i) => ends(i) + 1 + Math.floor(random() * (ends(i + 1) - ends(i)))))
  const kills: string[] = []
  let writes = 0
  let queue: Promise<void> = Promise.resolve()
  return {
    kills,
    writes: () => writes,
    onWrite: (what) => {
      if (!drawn.has(++writes)) return
      const wait = random() ** 2 * WITHIN_MS
      const database = (kills.length + 1) % 5 === 0
      kills.push(`${what} +${wait.toFixed(0)} ms${database ? ', with its PostgreSQL' : ''}`)
      queue = queue.then(() => sleep(wait)).then(() => program.kill({ database }))
    },
    done: () => queue,
  }
}

/** The same numbers for the same seed. */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648
}
