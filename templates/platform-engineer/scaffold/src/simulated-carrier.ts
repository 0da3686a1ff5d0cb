import { type Carrier, CarrierBusy, CarrierRefused } from './carrier.ts'
import type { Clock } from './clock.ts'

export type Mood = 'well' | 'slow' | 'busy' | 'silent'

/** A carrier to try things on: in the mood it is told to be in, and with a memory for keys. */
export class SimulatedCarrier implements Carrier {
  mood: Mood = 'well'
  calls = 0
  /** Labels that were paid for, by key. */
  readonly bought = new Map<string, string>()

  constructor(private readonly clock: Clock) {}

  async buyLabel(parcel: { address: string; weight_g: number }, { key, signal }: { key: string; signal?: AbortSignal }) {
    this.calls += 1
    if (this.mood === 'silent') await this.clock.sleep(3_600_000, signal)
    if (this.mood === 'busy') {
      await this.clock.sleep(20, signal)
      throw new CarrierBusy('Too many requests')
    }
    await this.clock.sleep(this.mood === 'slow' ? 3000 : 50, signal)
    if (parcel.address.startsWith('Nowhere')) throw new CarrierRefused('no such address')
    const label = this.bought.get(key) ?? `L${this.bought.size + 1}`
    this.bought.set(key, label)
    return { label }
  }
}
