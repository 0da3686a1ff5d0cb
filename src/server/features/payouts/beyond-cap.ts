/** Who may let somebody into a paid stage beyond a budget. No I/O. */
import type { Role } from '#contract/accounts.ts'

/** Beyond a cap it takes so many people, an owner among them. */
export const PEOPLE_BEYOND_A_CAP = 2

/** What is still needed after these people have opened a stage beyond a budget: how many more, and whether one must be an owner. */
export function stillNeeded(opened: readonly { role: Role }[]): { people: number; owner: boolean } {
  const owner = !opened.some((m) => m.role === 'owner')
  const people = Math.max(PEOPLE_BEYOND_A_CAP - opened.length, owner ? 1 : 0, 0)
  return { people, owner }
}

/** Whether these people are enough. */
export function areEnough(opened: readonly { role: Role }[]): boolean {
  return stillNeeded(opened).people === 0
}

/** The same in words; empty when nobody is needed. */
export function neededInWords(opened: readonly { role: Role }[]): string {
  const { people, owner } = stillNeeded(opened)
  if (people === 0) return ''
  if (people === 1) return owner ? 'An owner has to open it, too.' : 'One more person has to open it.'
  return 'Two people have to open it, an owner among them.'
}

/** Why this member can't be the next to open it; null when they can. */
export function whyNotOpen(opened: readonly { id: string; role: Role }[], me: { id: string; role: Role }): string | null {
  const { people, owner } = stillNeeded(opened)
  if (people === 0) return 'It is open already. Advance the candidate.'
  if (opened.some((m) => m.id === me.id)) return `You have opened it already. ${neededInWords(opened)}`
  if (people === 1 && owner && me.role !== 'owner') return 'An owner has to be the second. Ask one of them.'
  return null
}
