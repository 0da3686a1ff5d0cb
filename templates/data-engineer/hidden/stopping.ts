import type { Db } from '../src/db.ts'

export class Stopped extends Error {}

/** A database on which a pipeline stops at its nth step, and how many steps were taken. */
export interface Stopping {
  db: Db
  steps(): number
}

/**
 * Every statement is a step, and so is the end of a transaction. From the nth on all fail: `before` it has happened, or
 * `after` it has while nobody is told.
 */
export function stopping(real: Db, at: number, when: 'before' | 'after'): Stopping {
  let n = 0
  let dead = false
  const before = () => {
    n += 1
    if (dead || (n >= at && when === 'before')) stop()
  }
  const after = () => {
    if (dead || n >= at) stop()
  }
  const stop = (): never => {
    dead = true
    throw new Stopped('The database is gone.')
  }

  // The methods are handed on as they are, whatever their types.
  function wrap(target: any): any {
    return new Proxy(target, {
      get(_target, name) {
        const value = Reflect.get(target, name, target)
        if (typeof value !== 'function') return value
        if (name === 'transaction') return (does: (tx: unknown) => Promise<unknown>) => transaction(target, does)
        if (name === 'query' || name === 'exec' || name === 'sql') return (...args: unknown[]) => statement(() => value.apply(target, args))
        return value.bind(target)
      },
    })
  }

  async function statement(does: () => Promise<unknown>) {
    before()
    const result = await does()
    after()
    return result
  }

  async function transaction(target: any, does: (tx: unknown) => Promise<unknown>) {
    if (dead) stop()
    const result = await target.transaction(async (tx: unknown) => {
      const made = await does(wrap(tx))
      before()
      return made
    })
    after()
    return result
  }

  return { db: wrap(real), steps: () => n }
}
