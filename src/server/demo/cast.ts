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

/** One candidate for each stage, in the order of the process. */
export const CANDIDATES = [
  { name: 'Noor Haddad', stage: 'application' },
  { name: 'Mika Virtanen', stage: 'take-home' },
  { name: 'Casey Okafor', stage: 'review' },
  { name: 'Lena Brandt', stage: 'feedback' },
  { name: 'Jonas Ek', stage: 'interview' },
  { name: 'Priya Raman', stage: 'references' },
  { name: 'Tomás Silva', stage: 'offer' },
  { name: 'Ada Mensah', stage: 'hired' },
  { name: 'Ruth Levi', stage: 'rejected' },
] as const
export type DemoStage = (typeof CANDIDATES)[number]['stage']
