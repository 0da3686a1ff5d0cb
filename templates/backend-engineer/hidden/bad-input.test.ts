import { expect, test } from 'vitest'
import { MINUTE, UNKNOWN, book, cancel, confirm, hold, key, schedule, workshop } from './support.ts'

// Each is right but for one thing.
const [STARTS, ENDS] = ['2029-03-02T09:00:00Z', '2029-03-02T10:00:00Z']

test.each([
  ['no member', { member: undefined }, 'member'],
  ['an empty member', { member: '' }, 'member'],
  ['a member that is no text', { member: 7 }, 'member'],
  ['a member of 101 characters', { member: 'a'.repeat(101) }, 'member'],
  ['a member of a million characters', { member: 'a'.repeat(1_000_000) }, 'member'],
  ['no start', { starts_at: undefined }, 'starts_at'],
  ['a start that is null', { starts_at: null }, 'starts_at'],
  ['a start that is a number', { starts_at: Date.parse(STARTS) }, 'starts_at'],
  ['a start that is no time', { starts_at: 'tomorrow' }, 'starts_at'],
  ['a start without an offset', { starts_at: '2029-03-02T09:00:00' }, 'starts_at'],
  ['a start that is only a day', { starts_at: '2029-03-02', ends_at: '2029-03-02T01:00:00Z' }, 'starts_at'],
  ['no end', { ends_at: undefined }, 'ends_at'],
  ['an end on a day that does not exist', { ends_at: '2029-02-30T10:00:00Z' }, 'ends_at'],
  ['a field nobody asked for', { priority: 'high' }, 'priority'],
])('%s is refused with 400 and named', async (_name, change, field) => {
  const w = await workshop()
  const answer = await hold(w, { member: 'ada', starts_at: STARTS, ends_at: ENDS, ...change })
  expect(answer.status).toBe(400)
  expect(answer.text).toContain(field)
})

test('a member of 100 characters is taken as it is', async () => {
  const w = await workshop()
  const answer = await hold(w, w.slot(30, 60, 'å'.repeat(100)))
  expect([answer.status, answer.body.member]).toEqual([201, 'å'.repeat(100)])
})

test('a length or a start that is not allowed is refused by naming it', async () => {
  const w = await workshop()
  const answers = [await hold(w, w.slot(30, 14)), await hold(w, w.slot(30, 481)), await hold(w, w.slot(-1))]
  for (const a of answers) expect(a.text).toMatch(/starts_at|ends_at/)
})

test.each([
  ['a body that is no JSON', '{"member":'],
  ['a list', '[]'],
  ['a word', '"ada"'],
  ['null', 'null'],
  ['an empty body', ''],
])('%s is refused with 400', async (_name, body) => {
  const w = await workshop()
  expect((await hold(w, body)).status).toBe(400)
})

test('a machine, a hold and a booking that do not exist are 404', async () => {
  const w = await workshop()
  const answers = [await hold(w, w.slot(), { machine: UNKNOWN }), await confirm(w, UNKNOWN), await cancel(w, UNKNOWN), await schedule(w, { machine: UNKNOWN })]
  expect(answers.map((a) => a.status)).toEqual([404, 404, 404, 404])
})

test('an id that looks like none is 404', async () => {
  const w = await workshop()
  const answers = [await hold(w, w.slot(), { machine: 'lathe' }), await confirm(w, "1' or '1'='1"), await cancel(w, 'x'), await schedule(w, { machine: 'x' })]
  expect(answers.map((a) => a.status)).toEqual([404, 404, 404, 404])
})

test.each([
  ['without its ends', ''],
  ['without its end', '?from=2026-06-01T00:00:00Z'],
  ['of words', '?from=monday&to=friday'],
  ['without offsets', '?from=2026-06-01T00:00:00&to=2026-06-02T00:00:00'],
  ['that ends before it begins', '?from=2026-06-02T00:00:00Z&to=2026-06-01T00:00:00Z'],
])('a range %s is refused with 400', async (_name, query) => {
  const w = await workshop()
  expect((await w.send('GET', `/machines/${w.machine}/schedule${query}`)).status).toBe(400)
})

test('whatever is wrong is said in one shape', async () => {
  const w = await workshop()
  const same = { key: key() }
  const expired = await hold(w, w.slot(50))
  w.advance(11 * MINUTE)
  const gone = await confirm(w, expired.body.id)
  const { body } = await book(w, w.slot(20))
  await hold(w, w.slot(30), same)
  const answers = [await hold(w, '{'), await hold(w, {}), await confirm(w, UNKNOWN), await hold(w, w.slot(30)), await cancel(w, body.id), gone, await hold(w, w.slot(40), same)]
  expect(answers.map((a) => a.status)).toEqual([400, 400, 404, 409, 409, 410, 422])
  expect(new Set(answers.map((a) => a.type.split(';')[0])).size).toBe(1)
  const shared = Object.keys(answers[0]?.body ?? {}).filter((field) => answers.every((a) => Object.hasOwn(a.body ?? {}, field)))
  expect(shared).not.toEqual([])
})

test('no refusal shows a stack trace or a line of SQL', async () => {
  const w = await workshop()
  const answers = [await hold(w, '{'), await hold(w, w.slot(), { machine: 'x' }), await confirm(w, 'x'), await hold(w, { ...w.slot(), starts_at: '+999999-01-01T00:00:00Z' })]
  for (const a of answers) {
    expect(a.status).toBeLessThan(500)
    expect(a.text).not.toMatch(/ at .*\.ts|node_modules|select |insert |syntax for type/i)
  }
})
