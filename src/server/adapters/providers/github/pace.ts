/**
 * Keeping to GitHub's pace: it allows about 80 calls a minute and 500 an hour that make something, and says for how long
 * to stay away when that was too much. Who would have to wait is told how long instead of being kept.
 */

export interface Pace {
  /** Seconds to wait; null to go ahead, which is counted. */
  enter(kind: 'reads' | 'makes'): number | null
  /** GitHub asked to be left alone for so long. */
  closeFor(seconds: number): void
}

const WINDOWS = [
  { seconds: 60, most: 80 },
  { seconds: 3600, most: 500 },
]

/** @param now seconds that only ever grow */
export function createPace(now: () => number = () => performance.now() / 1000): Pace {
  let closedUntil = 0
  let made: number[] = []
  return {
    enter(kind) {
      const at = now()
      if (at < closedUntil) return Math.ceil(closedUntil - at)
      if (kind === 'reads') return null
      made = made.filter((then) => then > at - 3600)
      const wait = Math.max(0, ...WINDOWS.map((w) => waitFor(w, made, at)))
      if (wait > 0) return Math.ceil(wait)
      made.push(at)
      return null
    },
    closeFor(seconds) {
      closedUntil = Math.max(closedUntil, now() + seconds)
    },
  }
}

/** Until the oldest call that keeps the window full has left it. */
function waitFor(w: { seconds: number; most: number }, made: readonly number[], at: number): number {
  const oldest = made.at(-w.most)
  return oldest === undefined ? 0 : oldest + w.seconds - at
}
