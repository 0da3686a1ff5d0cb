import { setTimeout as sleep } from 'node:timers/promises'
import type { AnswerOf, Operation } from '#contract/operation.ts'
import { type CallInput, Client, ProblemError } from '#test/support/client.ts'

/** What the people of one hire were told, and what is done when they begin to write. */
export interface Diary {
  /** Every id that an answer named. */
  acknowledged: Set<string>
  /** Called when a write begins, once for all its tries. */
  onWrite(what: string): void
}

/** Asks until answered, under the same key each time: being asked twice must do nothing twice. */
export class Patient extends Client {
  private readonly who = Math.random().toString(36)
  private n = 0

  constructor(
    url: string,
    private readonly diary: Diary,
  ) {
    super(url)
  }

  override async call<O extends Operation>(operation: O, input: CallInput<O> = {}): Promise<AnswerOf<O>> {
    const writes = operation.method !== 'GET'
    if (writes) this.diary.onWrite(`${operation.method} ${operation.path}`)
    const answer = await this.until<O>(operation, input, writes ? { 'idempotency-key': `${this.who}-${++this.n}` } : {})
    for (const [id] of JSON.stringify(answer ?? null).matchAll(/\b[a-z]{3}_[0-9a-z]{26}\b/g)) this.diary.acknowledged.add(id)
    return answer
  }

  private async until<O extends Operation>(operation: O, input: CallInput<O>, headers: Record<string, string>): Promise<AnswerOf<O>> {
    for (let i = 0; ; i++) {
      try {
        return await super.call(operation, input, headers)
      } catch (error) {
        if ((error instanceof ProblemError && error.status < 500) || i > 300) throw error
        await sleep(100)
      }
    }
  }
}

/** For what has no key to repeat it under: acts until it works or turns out to be done. */
export async function insist(act: () => Promise<unknown>, isDone: () => Promise<unknown>): Promise<void> {
  for (let i = 0; i < 100; i++) {
    if (await works(act)) return
    if (await works(isDone)) return
    await sleep(200)
  }
  await act()
}

async function works(act: () => Promise<unknown>): Promise<boolean> {
  try {
    await act()
    return true
  } catch {
    return false
  }
}

/** Waits a minute for what comes by itself. Looked at often at first: most of it comes soon, and there is much to wait for. */
export async function until(isSo: () => boolean | Promise<boolean>, what: string): Promise<void> {
  for (let waited = 0, pause = 20; waited < 60_000; waited += pause, pause = Math.min(300, pause * 1.3)) {
    if (await isSo()) return
    await sleep(pause)
  }
  throw new Error(`This never came: ${what}`)
}
