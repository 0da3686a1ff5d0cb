import ical, { ICalAlarmRelatesTo, ICalAlarmType, ICalCalendarMethod } from 'ical-generator'
import { type Assignment, type Clock, secondsBetween } from './assignment.ts'

const MINUTE = 60

/** The running clock as an entry of a calendar (RFC 5545), in UTC: calendars show it in their owner's zone. */
export function deadlineCalendar(a: Assignment, clock: Clock, o: { title: string; organization: string; url: string; extensions: number; now: Date }): string {
  const calendar = ical({ prodId: { company: 'Handiwork', product: 'Handiwork' }, method: ICalCalendarMethod.PUBLISH })
  const event = calendar.createEvent({
    // The same for the life of the clock, so that more time moves the entry and makes no second one.
    id: `${a.id}@${new URL(o.url).hostname}`,
    sequence: o.extensions,
    stamp: o.now,
    start: clock.startedAt,
    end: clock.deadlineAt,
    summary: oneLine(`Take-home: ${o.title} (${o.organization})`),
    description: `The clock ends with this entry. The newest push to main is submitted by itself.\n${o.url}`,
    url: o.url,
  })
  const alarm = secondsBetween(clock.startedAt, clock.deadlineAt) > 90 * MINUTE ? 60 * MINUTE : 10 * MINUTE
  event.createAlarm({ type: ICalAlarmType.display, trigger: alarm, relatesTo: ICalAlarmRelatesTo.end, description: 'The clock of your take-home ends soon' })
  return calendar.toString()
}

function oneLine(text: string): string {
  return text.replaceAll(/\p{Cc}+/gu, ' ').trim()
}
