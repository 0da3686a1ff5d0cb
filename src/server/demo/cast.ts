import type { Running } from '#server/main.ts'
import type { Person } from './http.ts'
import type { PaymentSim } from './payment-sim/server.ts'

export interface Company {
  running: Running
  owner: Person
  ana: Person
  ben: Person
  ines: Person
  jobSlug: string
  /** By which it pays. */
  bank: PaymentSim
  /** Text of the newest mail to an address whose subject matches. */
  mail(to: string, subject: RegExp): Promise<string>
  /** Lets so many minutes pass. */
  skip(minutes: number): Promise<void>
}

/** What becomes of what a candidate has earned. */
export type Pay = 'owed' | 'by hand' | 'to a charity' | 'paid' | 'to approve' | 'details needed' | 'came back'

/** One candidate for each stage and the work they hand in. Who has only started comes last, as the others take hours of the demo's time. */
export const CANDIDATES = [
  { name: 'Noor Haddad', stage: 'application', work: 'strong', pay: null },
  { name: 'Casey Okafor', stage: 'review', work: 'middling', pay: 'owed' },
  { name: 'Lena Brandt', stage: 'feedback', work: 'strong', pay: 'to approve' },
  { name: 'Jonas Ek', stage: 'interview', work: 'middling', pay: 'details needed' },
  { name: 'Priya Raman', stage: 'references', work: 'strong', pay: 'by hand' },
  { name: 'Tomás Silva', stage: 'offer', work: 'middling', pay: 'came back' },
  { name: 'Ada Mensah', stage: 'hired', work: 'strong', pay: 'paid' },
  { name: 'Ruth Levi', stage: 'rejected', work: 'weak', pay: 'to a charity' },
  { name: 'Mika Virtanen', stage: 'take-home', work: 'strong', pay: null },
] as const satisfies readonly { name: string; stage: string; work: string; pay: Pay | null }[]
export type Cast = (typeof CANDIDATES)[number]
export type DemoStage = Cast['stage']
