import ical, { ICalCalendarMethod, ICalEventStatus } from 'ical-generator'

export interface Invite {
  /** Stable for the life of the booking. */
  uid: string
  sequence: number
  method: 'REQUEST' | 'CANCEL'
  startsAt: Date
  endsAt: Date
  summary: string
  description: string
  organizer: { name: string; email: string }
  attendee: { name: string; email: string }
  url: string
  now: Date
}

/** An iCalendar message (RFC 5545, RFC 5546) in UTC: calendars show it in their owner's zone. */
export function invite(i: Invite): string {
  const calendar = ical({ prodId: { company: 'Handiwork', product: 'Handiwork' }, method: i.method === 'CANCEL' ? ICalCalendarMethod.CANCEL : ICalCalendarMethod.REQUEST })
  calendar.createEvent({
    id: i.uid,
    sequence: i.sequence,
    stamp: i.now,
    start: i.startsAt,
    end: i.endsAt,
    summary: oneLine(i.summary),
    description: i.description,
    url: i.url,
    status: i.method === 'CANCEL' ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    organizer: { name: oneLine(i.organizer.name), email: i.organizer.email },
    attendees: [{ name: oneLine(i.attendee.name), email: i.attendee.email, rsvp: false }],
  })
  return calendar.toString()
}

/** Names are parameters, which iCalendar can't escape: no quotes, no control characters. */
function oneLine(text: string): string {
  return text.replaceAll(/["\p{Cc}]+/gu, ' ').trim()
}

/** `Thursday 26 November 2026, 18:30 (GMT+1, Europe/Berlin)` */
export function spokenTime(at: Date, timeZone: string): string {
  const day = new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', timeZone }).format(at).replace(',', '')
  const time = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone }).format(at)
  const offset = new Intl.DateTimeFormat('en-GB', { timeZoneName: 'shortOffset', timeZone }).formatToParts(at).find((p) => p.type === 'timeZoneName')?.value ?? ''
  return timeZone === 'UTC' ? `${day}, ${time} UTC` : `${day}, ${time} (${offset}, ${timeZone})`
}
