import { Temporal } from 'temporal-polyfill'

const HOUR = 9
const FRIDAY = 5

/**
 * The next 9:00 by the clock of a zone, after `now`: today's if it is still to come. On working days only, Saturday and
 * Sunday give way to Monday. Where the clock is changed that night, it is 9:00 by the new time.
 */
export function nextMorning(now: Date, zone: string, o: { workingDay: boolean }): Date {
  const here = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(zone)
  const at = (day: Temporal.PlainDate) => day.toZonedDateTime({ timeZone: zone, plainTime: new Temporal.PlainTime(HOUR) })
  let day = here.toPlainDate()
  while (Temporal.ZonedDateTime.compare(at(day), here) <= 0 || (o.workingDay && day.dayOfWeek > FRIDAY)) day = day.add({ days: 1 })
  return new Date(at(day).epochMilliseconds)
}

/** The zone's name as this machine knows it, or null when it knows none of that name. */
export function knownZone(zone: string | null | undefined): string | null {
  if (!zone || zone.length > 64) return null
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone
  } catch {
    return null
  }
}

/** A moment by the clock of a zone, which it names: `Mon, 23 Nov 2026, 09:00 (Europe/Berlin)`; in UTC where the zone is unknown. */
export function momentIn(at: Date, zone: string): string {
  const timeZone = knownZone(zone) ?? 'UTC'
  const day = new Intl.DateTimeFormat('en-GB', { timeZone, weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' }).format(at)
  const time = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' }).format(at)
  return `${day}, ${time} ${timeZone === 'UTC' ? 'UTC' : `(${timeZone.replaceAll('_', ' ')})`}`
}
