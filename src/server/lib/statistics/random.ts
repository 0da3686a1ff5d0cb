/** Random numbers that begin anew with their seed: the same data always gives the same interval. */
export type Random = () => number

/** Numbers in [0, 1), evenly spread; mulberry32, which is enough for resampling and for nothing secret. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
