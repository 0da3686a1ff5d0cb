import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs'

export type Rail = 'stripe' | 'tremendous'
export type State = 'processing' | 'paid' | 'returned'

/** One payment, as the provider has it. */
export interface Payment {
  id: string
  rail: Rail
  key: string
  /** Of Tremendous in its own minor units, too. */
  amountMinor: number
  currency: string
  recipient: string
  description: string
  at: number
  state: State
  stateAt: number
}

type Line = { put: Payment }

/** What was paid, on disk before anybody is told of it. The newest line of a payment counts. */
export class Ledger {
  readonly #fd: number
  readonly #payments = new Map<string, Payment>()

  constructor(file: string) {
    if (existsSync(file)) for (const line of readFileSync(file, 'utf8').split('\n')) this.#replay(line)
    this.#fd = openSync(file, 'a')
  }

  /** A line that was cut off by a kill was never acknowledged to anybody. */
  #replay(line: string) {
    if (!line.endsWith('}')) return
    try {
      // Written by `put` alone.
      const { put } = JSON.parse(line) as Line
      this.#payments.set(put.id, put)
    } catch {
      // Cut off in the middle of a line that happens to end in a brace.
    }
  }

  put(p: Payment) {
    const line: Line = { put: p }
    writeSync(this.#fd, `${JSON.stringify(line)}\n`)
    fsyncSync(this.#fd)
    this.#payments.set(p.id, p)
  }

  get(id: string): Payment | undefined {
    return this.#payments.get(id)
  }

  all(): Payment[] {
    return [...this.#payments.values()]
  }

  close() {
    closeSync(this.#fd)
  }
}
