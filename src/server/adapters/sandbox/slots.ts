export interface Slots {
  within<T>(act: () => Promise<T>): Promise<T>
}

/** At most so many at once, in the order in which they came. */
export function createSlots(atOnce: number): Slots {
  let free = atOnce
  const waiting: (() => void)[] = []
  const leave = () => {
    const next = waiting.shift()
    if (next) next()
    else free++
  }
  return {
    within: async (act) => {
      if (free > 0) free--
      else await new Promise<void>((resolve) => waiting.push(resolve))
      return act().finally(leave)
    },
  }
}
