import { randomBytes } from 'node:crypto'
import type { Ledger, Payment, Rail, State } from './ledger.ts'

export interface BankSettings {
  settleMs: number
  returnRate: number
  keyLifeMs: number
  random: () => number
  onChange: (p: Payment) => void
}

export type Order = Pick<Payment, 'rail' | 'key' | 'amountMinor' | 'currency' | 'recipient' | 'description'>

/** Pays each key once, for as long as it remembers it; time moves its payments on. */
export class Bank {
  readonly #ledger: Ledger
  readonly #s: BankSettings

  constructor(ledger: Ledger, settings: BankSettings) {
    this.#ledger = ledger
    this.#s = settings
  }

  pay(o: Order): Payment {
    const now = Date.now()
    const known = this.find(o.rail, o.key)
    if (known && now - known.at < this.#s.keyLifeMs) return known
    const prefix = o.rail === 'stripe' ? 'obp_' : ''
    const made: Payment = { ...o, id: `${prefix}${randomBytes(10).toString('hex')}`, at: now, state: 'processing', stateAt: now }
    this.#ledger.put(made)
    this.#s.onChange(made)
    return made
  }

  find(rail: Rail, key: string): Payment | undefined {
    return this.#ledger.all().find((p) => p.rail === rail && p.key === key)
  }

  get(id: string): Payment | undefined {
    return this.#ledger.get(id)
  }

  since(rail: Rail, ms: number): Payment[] {
    return this.#ledger.all().filter((p) => p.rail === rail && p.at >= ms)
  }

  /** Moves on what its time has come for. */
  tick(now = Date.now()) {
    for (const p of this.#ledger.all()) {
      if (now - p.stateAt < this.#s.settleMs) continue
      if (p.state === 'processing') this.#turn(p, 'paid', now)
      else if (p.state === 'paid' && this.#s.returnRate > 0 && fate(p.id) < this.#s.returnRate) this.#turn(p, 'returned', now)
    }
  }

  /** A bank sends back what it has called paid, of whichever rail. Nothing happens to what was not paid. */
  bringBack(key: string, now = Date.now()) {
    for (const p of this.#ledger.all()) if (p.key === key && p.state === 'paid') this.#turn(p, 'returned', now)
  }

  #turn(p: Payment, state: State, now: number) {
    const turned = { ...p, state, stateAt: now }
    this.#ledger.put(turned)
    this.#s.onChange(turned)
  }
}

/** Of a payment, decided by its id: asked again it is the same. */
function fate(id: string): number {
  return Number.parseInt(id.slice(-6), 16) / 0xff_ff_ff
}
