const UNITS = { W: 604_800, D: 86_400, H: 3600, M: 60, S: 1 } as const

/**
 * Seconds in an ISO 8601 duration of weeks to seconds. A day is 24 hours: limits are lengths of time, not wall-clock
 * arithmetic, so daylight saving never changes them.
 * @throws RangeError when the text is not such a duration
 */
export function durationSeconds(iso: string): number {
  const match = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(iso)
  if (!match || iso === 'P' || iso.endsWith('T')) throw new RangeError(`Not a duration: ${iso}`)
  const [, w, d, h, m, s] = match
  return Number(w ?? 0) * UNITS.W + Number(d ?? 0) * UNITS.D + Number(h ?? 0) * UNITS.H + Number(m ?? 0) * UNITS.M + Number(s ?? 0)
}

/** `4 hours`, `90 minutes`, `2 days`, `20 seconds`: the largest unit that says it exactly. */
export function formatDuration(iso: string): string {
  const seconds = durationSeconds(iso)
  if (seconds >= 3 * UNITS.D && seconds % UNITS.D === 0) return plural(seconds / UNITS.D, 'day')
  if (seconds % UNITS.H === 0 && seconds > 0) return plural(seconds / UNITS.H, 'hour')
  if (seconds % UNITS.M === 0 && seconds > 0) return plural(seconds / UNITS.M, 'minute')
  return plural(seconds, 'second')
}

function plural(n: number, unit: string): string {
  return `${n} ${unit}${n === 1 ? '' : 's'}`
}
