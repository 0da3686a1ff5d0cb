import { describe, expect, it } from 'vitest'
import { type Delivery, newPushes } from './hosted.ts'

const T = Date.parse('2026-06-01T10:00:00Z')
const at = (seconds: number) => new Date(T + seconds * 1000)
const sha = (n: number) => n.toString(16).padStart(40, 'a')
const ZERO = '0'.repeat(40)
const MAIN = 'refs/heads/main'

const listed = (n: number, seconds: number) => ({ externalId: `act-${n}`, ref: MAIN, oldSha: sha(n - 1), newSha: sha(n), forced: false, at: at(seconds) })
const rung = (n: number, seconds: number, deliveryId = `bell-${n}-${seconds}`): Delivery => ({ deliveryId, ref: MAIN, oldSha: sha(n - 1), newSha: sha(n), arrivedAt: at(seconds) })
const none = { listed: [], logged: new Set<string>(), deliveries: [], starterCommit: sha(0), asked: at(1000) }

describe('what is new of a provider’s record', () => {
  it('is everything that is not logged, oldest first, with the moment its webhook came', () => {
    const { pushes, complete } = newPushes({ ...none, listed: [listed(3, 30), listed(1, 10), listed(2, 20)], logged: new Set(['act-1']), deliveries: [rung(3, 31)] })
    expect(pushes.map((p) => [p.externalId, p.at, p.arrivedAt])).toEqual([['act-2', at(20), null], ['act-3', at(30), at(31)]])
    expect(complete).toBe(true)
  })

  it('is not the commit the template brought, and is the same commit when somebody goes back to it', () => {
    const back = { ...listed(9, 50), newSha: sha(0) }
    expect(newPushes({ ...none, listed: [{ ...listed(1, 0), oldSha: ZERO, newSha: sha(0) }, back] }).pushes).toEqual([{ ...back, arrivedAt: null }])
  })

  it('is not complete while a webhook tells of more, and takes the webhook’s moment after ten minutes', () => {
    const young = { ...none, deliveries: [rung(1, 500)] }
    expect(newPushes(young)).toEqual({ pushes: [], complete: false })
    expect(newPushes({ ...young, asked: at(1101) })).toMatchObject({ complete: true, pushes: [{ externalId: 'delivery:bell-1-500', at: at(500), newSha: sha(1) }] })
  })

  it('counts a webhook once that is sent again under another id', () => {
    const deliveries = [rung(1, 10, 'first'), rung(1, 20, 'again')]
    expect(newPushes({ ...none, deliveries }).pushes.map((p) => p.externalId)).toEqual(['delivery:first'])
    expect(newPushes({ ...none, deliveries, logged: new Set(['delivery:first']) })).toEqual({ pushes: [], complete: true })
  })

  it('is not held up by what rings after it was asked for', () => {
    expect(newPushes({ ...none, deliveries: [rung(1, 1001)] })).toEqual({ pushes: [], complete: true })
  })
})
