import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type TestApp, startTestApp } from '#test/support/app.ts'
import type { Context } from '../context.ts'
import type { TaskHandler } from '../feature.ts'
import { claimDue, finishTask, renewLease } from './store.ts'
import { addTask, cancelTask, moveTask } from './tasks.ts'
import { RunAgain, type Worker, startWorker, takeOverFromTheDead } from './worker.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.close())
beforeEach(() => app.db.query(`delete from tasks`))

const add = (key: string, inSeconds = 0, kind = 'test') => app.ctx.transaction((tx) => addTask(tx, { kind, key, payload: { key }, dueAt: new Date(tx.now.getTime() + inSeconds * 1000) }))
const worker = (handle: TaskHandler): Worker => startWorker(app.ctx, new Map([['test', handle]]), { poll: false })
const claim = () => app.ctx.transaction((tx) => claimDue(tx, 10, 10))
const row = async (key: string) => (await app.db.query<{ state: string; attempts: number; last_error: string | null }>(`select state, attempts, last_error from tasks where key = $1`, [key]))[0]

describe('the worker', () => {
  it('runs what is due, once, and leaves what is not', async () => {
    const ran: unknown[] = []
    await add('now')
    await add('later', 60)
    const w = worker((_, payload) => Promise.resolve(void ran.push(payload['key'])))
    await w.drain()
    await w.drain()
    expect(ran).toEqual(['now'])
    await app.clock.shift(61)
    await w.drain()
    expect(ran).toEqual(['now', 'later'])
  })

  it('tries again later what failed, and says why', async () => {
    let fails = true
    await add('flaky')
    const w = worker(() => (fails ? Promise.reject(new Error('no route to the bank')) : Promise.resolve()))
    await w.drain()
    expect(await row('flaky')).toEqual({ state: 'waiting', attempts: 1, last_error: 'no route to the bank' })
    fails = false
    await app.clock.shift(3)
    await w.drain()
    expect(await row('flaky')).toMatchObject({ state: 'done', attempts: 2 })
  })

  it('gives up after twelve tries and keeps the task for a person to look at', async () => {
    await add('hopeless')
    const w = worker(() => Promise.reject(new Error('gone for good')))
    for (let i = 0; i < 14; i++) {
      await w.drain()
      await app.clock.shift(3601)
    }
    expect(await row('hopeless')).toEqual({ state: 'dead', attempts: 12, last_error: 'gone for good' })
  })

  it('runs again when a handler asks for it, without calling that a failure', async () => {
    let runs = 0
    await add('patient')
    const w = worker(() => (++runs === 1 ? Promise.reject(new RunAgain(5)) : Promise.resolve()))
    await w.drain()
    expect(runs).toBe(1)
    await app.clock.shift(6)
    await w.drain()
    expect([runs, (await row('patient'))?.state]).toEqual([2, 'done'])
  })

  it('has all its tries for a failure after running again for months', async () => {
    let runs = 0
    await add('daily')
    const w = worker(() => (++runs <= 20 ? Promise.reject(new RunAgain(5)) : Promise.reject(new Error('a hiccup'))))
    for (let i = 0; i < 21; i++) {
      await w.drain()
      await app.clock.shift(6)
    }
    expect(await row('daily')).toEqual({ state: 'waiting', attempts: 1, last_error: 'a hiccup' })
  })

  it('goes on with what is due while something slow runs', async () => {
    const ran: unknown[] = []
    let finishSlow: () => void = () => {}
    const slow = new Promise<void>((resolve) => (finishSlow = resolve))
    await add('slow')
    const w = startWorker(app.ctx, new Map([['test', async (_, payload) => (payload['key'] === 'slow' ? slow : void ran.push(payload['key']))]]))
    for (let i = 0; i < 30; i++) await add(`quick ${i}`)
    while (ran.length < 30) await new Promise((resolve) => setTimeout(resolve, 20))
    finishSlow()
    await w.stop()
    expect([await row('slow'), new Set(ran).size]).toMatchObject([{ state: 'done' }, 30])
  })

  it('is not done while what ends behind its back may have left something to do', async () => {
    const ran: unknown[] = []
    let letGo = () => {}
    const gate = new Promise<void>((resolve) => (letGo = resolve))
    const handle: TaskHandler = async (_, { key }) => {
      if (key === 'slow') await gate.then(() => add('left behind'))
      ran.push(key)
    }
    // The slow one ends after a look that found nothing, and before that look is answered.
    const transaction: Context['transaction'] = async (act) => {
      const answer = await app.ctx.transaction(act)
      if (!Array.isArray(answer) || answer.length > 0 || ran.includes('slow')) return answer
      letGo()
      await expect.poll(async () => (await row('slow'))?.state).toBe('done')
      return answer
    }
    await add('quick')
    await add('slow')
    await startWorker({ ...app.ctx, transaction }, new Map([['test', handle]]), { poll: false }).drain()
    expect(ran).toEqual(['quick', 'slow', 'left behind'])
  })

  it('keeps a task of a kind nobody handles', async () => {
    await add('odd', 0, 'unheard-of')
    await worker(() => Promise.resolve()).drain()
    expect((await row('odd'))?.last_error).toContain('unheard-of')
  })
})

describe('two workers', () => {
  it('never claim the same task', async () => {
    for (let i = 0; i < 30; i++) await add(`many ${i}`)
    const claims = await Promise.all([claim(), claim(), claim(), claim()])
    const keys = claims.flat().map((t) => t.key)
    expect(new Set(keys).size).toBe(keys.length)
    expect(keys).toHaveLength(30)
  })

  it('share the work of one that died: its lease runs out after ten seconds, and its late result counts no more', async () => {
    await add('orphan')
    const [dead] = await claim()
    expect(await claim()).toEqual([])
    await app.clock.shift(11)
    const [taken] = await claim()
    expect(taken).toMatchObject({ key: 'orphan', attempts: 2 })
    expect(await app.ctx.transaction((tx) => finishTask(tx, dead!))).toBe(false)
    expect(await app.ctx.transaction((tx) => finishTask(tx, taken!))).toBe(true)
  })

  it('take over at once from the dead where the survivor is known to be alone, and the fence keeps late results out', async () => {
    await add('orphan')
    const [dead] = await claim()
    await takeOverFromTheDead(app.ctx)
    const [taken] = await claim()
    expect(taken).toMatchObject({ key: 'orphan', attempts: 2 })
    await app.ctx.transaction((tx) => renewLease(tx, dead!, 10))
    expect(await app.ctx.transaction((tx) => finishTask(tx, dead!))).toBe(false)
    expect(await app.ctx.transaction((tx) => finishTask(tx, taken!))).toBe(true)
  })

  it('leave alone what the living renew, however long it takes', async () => {
    await add('long')
    const [mine] = await claim()
    for (let i = 0; i < 3; i++) {
      await app.clock.shift(8)
      await app.ctx.transaction((tx) => renewLease(tx, mine!, 10))
      expect(await claim()).toEqual([])
    }
  })
})

describe('a timer', () => {
  it('exists once for its key, moves, and can be taken back before it runs', async () => {
    await add('deadline', 60)
    await add('deadline', 5)
    await app.clock.shift(10)
    expect(await claim()).toEqual([])
    await app.ctx.transaction((tx) => moveTask(tx, 'deadline', tx.now))
    expect(await claim()).toHaveLength(1)
    await add('reminder', 0)
    await app.ctx.transaction((tx) => cancelTask(tx, 'reminder'))
    expect(await claim()).toEqual([])
  })

  it('is not there when its transaction fails', async () => {
    const failing = app.ctx.transaction(async (tx) => {
      await addTask(tx, { kind: 'test', key: 'undone', dueAt: tx.now })
      throw new Error('changed my mind')
    })
    await expect(failing).rejects.toThrow('changed my mind')
    expect(await row('undone')).toBeUndefined()
  })
})
