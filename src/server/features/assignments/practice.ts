/** A repository to try git with before any clock runs. The rules, without I/O. */
import type { Practice } from '#contract/practice.ts'
import type { StarterFile } from '#server/adapters/git/port.ts'
import { type Assignment, isSealed, later, PUSH_SECONDS, secondsBetween, shortRef } from './assignment.ts'
import { clockTime } from './words.ts'

export interface PracticeRepository {
  assignmentId: string
  repoId: string
  clonedAt: Date | null
  removedAt: Date | null
}

export interface PracticePush {
  id: string
  receivedAt: Date
  finishedAt: Date | null
  state: Practice['pushes'][number]['state']
  reason: string
  ref: string
  commit: string | null
  subject: string
}

/** How every such repository's name begins, and no other: what belongs to practice is told by its name alone. */
export const PRACTICE_PREFIX = 'practice'
export const PRACTICE_PUSH = 'prp'

export const isPracticeRepo = (repoId: string): boolean => repoId.startsWith(PRACTICE_PREFIX)
export const isPracticePush = (pushId: string): boolean => pushId.startsWith(`${PRACTICE_PUSH}_`)

/** It is there as long as something is to be tried: until the take-home is sealed or expired. */
export function isOpenFor(a: Assignment, practice: PracticeRepository | null): boolean {
  return !isSealed(a) && a.state !== 'expired' && !practice?.removedAt
}

const KEEP_SECONDS = 3 * 86_400

/** When it may go: some days after the end, which is the sealing or the end of the window to start; null before. */
export function removeAt(a: Assignment, sealedAt: Date | null): Date | null {
  if (a.state === 'expired') return later(a.startBy, KEEP_SECONDS)
  return sealedAt && later(sealedAt, KEEP_SECONDS)
}

/** Decided as a push to the take-home is, but for the deadline: there is none. */
export function isTooSlow(p: PracticePush): boolean {
  return p.finishedAt === null || secondsBetween(p.receivedAt, p.finishedAt) > PUSH_SECONDS
}

export const NOTHING_COUNTS = 'This is your practice repository: nothing here is part of your take-home, and no clock runs.'

/** Printed once the refs have changed, where a take-home would say how long is left. */
export function practiceLines(p: PracticePush): string[] {
  return [`Received ${(p.commit ?? '').slice(0, 7)} on ${shortRef(p.ref)} at ${clockTime(p.receivedAt)}.`, NOTHING_COUNTS]
}

export function tooSlowLines(): string[] {
  return [`Your push took longer than ${PUSH_SECONDS} seconds to arrive. Nothing was changed.`, 'Push again, in smaller steps if your connection is slow.', NOTHING_COUNTS]
}

/** What is in it, for everybody the same: nothing of any assignment. */
export const PRACTICE_FILES: StarterFile[] = [
  {
    path: 'README.md',
    content: `# Practice

This repository is only for trying: git, your token, and a push. Nothing in it is part of your take-home, nobody looks at
it, and no clock runs.

1. Change a line of this file, or add one.
2. \`git commit --all --message "Try it"\`
3. \`git push\`

What git prints then is what it prints in the take-home too, with the time that is left. Your practice page shows that
the push has arrived. Push as often as you like, to other branches too: in the take-home only \`main\` is submitted.
`,
  },
]
