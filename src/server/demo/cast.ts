import type { Running } from '#server/main.ts'
import type { Person } from './http.ts'

export interface Company {
  running: Running
  owner: Person
  ana: Person
  ben: Person
  ines: Person
  jobSlug: string
  /** Text of the newest mail to an address whose subject matches. */
  mail(to: string, subject: RegExp): Promise<string>
  /** Lets so many minutes pass. */
  skip(minutes: number): Promise<void>
}

/** One candidate for each stage and the work they hand in. Who has only started comes last, as the others take hours of the demo's time. */
export const CANDIDATES = [
  { name: 'Noor Haddad', stage: 'application', work: 'strong' },
  { name: 'Casey Okafor', stage: 'review', work: 'middling' },
  { name: 'Lena Brandt', stage: 'feedback', work: 'strong' },
  { name: 'Jonas Ek', stage: 'interview', work: 'middling' },
  { name: 'Priya Raman', stage: 'references', work: 'strong' },
  { name: 'Tomás Silva', stage: 'offer', work: 'middling' },
  { name: 'Ada Mensah', stage: 'hired', work: 'strong' },
  { name: 'Ruth Levi', stage: 'rejected', work: 'weak' },
  { name: 'Mika Virtanen', stage: 'take-home', work: 'strong' },
] as const
export type Cast = (typeof CANDIDATES)[number]
export type DemoStage = Cast['stage']
