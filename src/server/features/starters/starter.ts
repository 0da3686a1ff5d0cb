/** What a company's own take-homes begin from. The types and rules, without I/O. */
import type { StarterPart, StarterVersionState } from '#contract/starters.ts'

export interface Starter {
  id: string
  orgId: string
  slug: string
  name: string
  origin: { kind: 'template' | 'zip' | 'url' | 'empty'; from: string }
  importState: 'none' | 'running' | 'failed' | 'done'
  importSays: string
  importBegan: Date | null
  createdAt: Date
  archivedAt: Date | null
  repos: Record<StarterPart, string>
}

export type Brought = 'template' | 'push' | 'upload' | 'import'

export interface Version {
  id: string
  orgId: string
  starterId: string
  number: number
  commit: string
  tree: string | null
  checksCommit: string | null
  pushId: string | null
  brought: Brought
  subject: string
  receivedAt: Date
  receivedBy: string | null
  state: StarterVersionState
  problems: string[]
  notes: string[]
  beganAt: Date | null
  endedAt: Date | null
  accepted: { by: string; at: Date; reason: string } | null
}

/** How every such repository's name begins, and every push to one: what belongs here is told by its name alone. */
export const STARTER_PREFIX = 'starter'
export const STARTER_PUSH = 'spu'

export const isStarterRepo = (repoId: string): boolean => repoId.startsWith(STARTER_PREFIX)
export const isStarterPush = (pushId: string): boolean => pushId.startsWith(`${STARTER_PUSH}_`)

export const BRANCH = 'main'
export const MAIN = `refs/heads/${BRANCH}`

/** What a version is tried again from. What is ready stays so; what is under way is not begun twice. */
export const mayTryAgain = ({ state }: Pick<Version, 'state'>): boolean => state === 'held' || state === 'refused'

/** Whoever waited longer than this for an import waits for a program that has ended. */
const IMPORT_MS = 600_000

/** How an import stands; one whose program went away in the middle has failed. */
export function importStanding(s: Pick<Starter, 'importState' | 'importSays' | 'importBegan'>, now: Date): { state: Starter['importState']; says: string } {
  const lost = s.importState === 'running' && now.getTime() - (s.importBegan?.getTime() ?? 0) > IMPORT_MS
  return lost ? { state: 'failed', says: 'The server was restarted in the middle of it. Start the import again.' } : { state: s.importState, says: s.importSays }
}

/** Printed to whoever pushed, once the refs have changed. */
export function pushLines(part: StarterPart, version: Version | null, o: { sandbox: boolean; page: string }): string[] {
  if (!version) return part === 'checks' ? ['Kept. It becomes part of the first version of the starter’s files.'] : [`Kept. Only ${BRANCH} becomes a version.`]
  const { number, problems } = version
  if (version.state === 'refused') return [`Version ${number} was refused, and nothing uses it:`, ...problems.map((p) => `- ${p}`), 'Mend it and push again: that is the next version.']
  const next = o.sandbox ? 'it is being tried in the sandbox.' : 'this server has no sandbox, so an owner has to say that it may be used.'
  return [`Version ${number} received; ${next}`, `How that went: ${o.page}`]
}
