import ICAL from 'ical.js'
import { describe, expect, it } from 'vitest'
import { type Invite, invite, spokenTime } from './invite.ts'

const booked: Invite = {
  uid: 'int_1@jobs.test',
  sequence: 3,
  method: 'REQUEST',
  startsAt: new Date('2026-11-26T17:30:00Z'),
  endsAt: new Date('2026-11-26T18:30:00Z'),
  summary: 'Interview: Backend Engineer (Acme, Inc.; Berlin)',
  description: 'With Ines.\nBring nothing; we look at your own code.',
  organizer: { name: 'Acme', email: 'jobs@acme.test' },
  attendee: { name: 'Casey', email: 'casey@example.org' },
  url: 'https://jobs.test/portal',
  now: new Date('2026-11-20T09:00:00Z'),
}

/** What a calendar program makes of it. */
function read(i: Invite) {
  const calendar = new ICAL.Component(ICAL.parse(invite(i)))
  const event = new ICAL.Event(calendar.getFirstSubcomponent('vevent') ?? undefined)
  return { calendar, event, text: (name: string) => String(event.component.getFirstPropertyValue(name)) }
}

describe('an invitation', () => {
  it('is read back by a calendar as it was meant', () => {
    const { calendar, event, text } = read(booked)
    expect(calendar.getFirstPropertyValue('method')).toBe('REQUEST')
    expect([event.uid, event.sequence, event.summary, event.description]).toEqual([booked.uid, 3, booked.summary, booked.description])
    expect([event.startDate.toJSDate(), event.endDate.toJSDate()]).toEqual([booked.startsAt, booked.endsAt])
    expect([text('organizer'), text('attendee').toLowerCase(), text('status')]).toEqual(['mailto:jobs@acme.test', 'mailto:casey@example.org', 'CONFIRMED'])
  })

  it('is taken back under the same name', () => {
    const { calendar, event, text } = read({ ...booked, method: 'CANCEL', sequence: 4 })
    expect(calendar.getFirstPropertyValue('method')).toBe('CANCEL')
    expect([event.uid, event.sequence, text('status')]).toEqual([booked.uid, 4, 'CANCELLED'])
  })

  it('cannot be broken out of by a name', () => {
    const hostile = 'Eve"\r\nATTENDEE:mailto:all@acme.test\r\nX: "'
    const { event } = read({ ...booked, attendee: { name: hostile, email: 'eve@example.org' }, organizer: { name: hostile, email: 'jobs@acme.test' }, summary: hostile })
    expect(event.attendees.map((a) => String(a.getFirstValue()).toLowerCase())).toEqual(['mailto:eve@example.org'])
  })

  it('keeps to 75 octets a line, as calendars may demand', () => {
    const lines = invite({ ...booked, summary: 'Ä'.repeat(200) }).split('\r\n')
    expect(lines.every((l) => Buffer.byteLength(l) <= 75)).toBe(true)
  })
})

describe('a time in words', () => {
  it('says day, time and zone, on both sides of a change of clocks', () => {
    expect(spokenTime(new Date('2026-10-25T00:30:00Z'), 'Europe/Berlin')).toBe('Sunday 25 October 2026, 02:30 (GMT+2, Europe/Berlin)')
    expect(spokenTime(new Date('2026-10-25T01:30:00Z'), 'Europe/Berlin')).toBe('Sunday 25 October 2026, 02:30 (GMT+1, Europe/Berlin)')
    expect(spokenTime(booked.startsAt, 'UTC')).toBe('Thursday 26 November 2026, 17:30 UTC')
  })
})
