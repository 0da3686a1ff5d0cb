/** Whether one person alone stands behind a candidate who is paid. No I/O. */

/** @param hands who had a hand in the application, and whether they let the candidate in */
export function isAlone(memberId: string, hands: readonly { memberId: string; invited: boolean }[]): boolean {
  return hands.some((h) => h.invited) && hands.every((h) => h.memberId === memberId)
}

/** Said to whoever is about to let the money go; it stops nobody. */
export function warningFor(candidate: string): string {
  return `You alone have let ${candidate} in, and nobody else has had a part in judging them. Let another person pay them, if there is one: it is written down.`
}
