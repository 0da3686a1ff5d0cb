import { describe, expect, it } from 'vitest'
import { knownZone, momentIn, nextMorning } from './zones.ts'

const morning = (now: string, zone: string, workingDay = false) => nextMorning(new Date(now), zone, { workingDay }).toISOString()

describe('the next morning', () => {
  it('is today’s nine o’clock while that is to come, and tomorrow’s from that moment on', () => {
    expect(morning('2026-11-25T07:59:59Z', 'Europe/Berlin')).toBe('2026-11-25T08:00:00.000Z')
    expect(morning('2026-11-25T08:00:00Z', 'Europe/Berlin')).toBe('2026-11-26T08:00:00.000Z')
  })

  it('is a day of the zone, not of ours', () => {
    expect(morning('2026-11-25T23:30:00Z', 'Asia/Tokyo')).toBe('2026-11-26T00:00:00.000Z')
    expect(morning('2026-11-25T02:00:00Z', 'America/Los_Angeles')).toBe('2026-11-25T17:00:00.000Z')
    expect(morning('2026-11-25T02:00:00Z', 'Asia/Kathmandu')).toBe('2026-11-25T03:15:00.000Z')
  })

  it('stays nine o’clock on the days after the clocks were changed', () => {
    expect(morning('2026-03-28T12:00:00Z', 'Europe/Berlin')).toBe('2026-03-29T07:00:00.000Z')
    expect(morning('2026-10-24T12:00:00Z', 'Europe/Berlin')).toBe('2026-10-25T08:00:00.000Z')
    expect(morning('2026-03-07T18:00:00Z', 'America/New_York')).toBe('2026-03-08T13:00:00.000Z')
    // Midnight itself is left out on this day.
    expect(morning('2026-09-05T20:00:00Z', 'America/Santiago')).toBe('2026-09-06T12:00:00.000Z')
  })

  it('leaves Saturday and Sunday out where working days are asked for', () => {
    expect(morning('2026-11-27T12:00:00Z', 'Europe/Berlin', true)).toBe('2026-11-30T08:00:00.000Z')
    expect(morning('2026-11-27T12:00:00Z', 'Europe/Berlin')).toBe('2026-11-28T08:00:00.000Z')
    expect(morning('2026-11-27T07:00:00Z', 'Europe/Berlin', true)).toBe('2026-11-27T08:00:00.000Z')
    // Still Friday in Honolulu while it is Saturday here.
    expect(morning('2026-11-28T02:00:00Z', 'Pacific/Honolulu', true)).toBe('2026-11-30T19:00:00.000Z')
  })
})

describe('a zone', () => {
  it('is known by the names the machine knows, and by no other', () => {
    expect([knownZone('Europe/Berlin'), knownZone('Mars/Olympus'), knownZone(''), knownZone(null), knownZone('x'.repeat(65))]).toEqual(['Europe/Berlin', null, null, null, null])
  })

  it('is named beside its time', () => {
    expect(momentIn(new Date('2026-11-26T08:00:00Z'), 'Europe/Berlin')).toBe('Thu, 26 Nov 2026, 09:00 (Europe/Berlin)')
    expect(momentIn(new Date('2026-11-26T08:00:00Z'), 'Mars/Olympus')).toBe('Thu, 26 Nov 2026, 08:00 UTC')
  })
})
