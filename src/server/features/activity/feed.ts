import type { FeedEvent } from '#contract/applications.ts'
import type { EventType } from '#contract/events.ts'
import { type LoadedApplication, maskOfCandidate, notesById } from '#server/features/applications/index.ts'
import { noMask } from '#server/lib/mask.ts'
import { requireMember } from '#server/platform/auth/require.ts'
import { GENESIS } from '#server/platform/events/chain.ts'
import type { Feature } from '#server/platform/feature.ts'
import type { StoredEvent, Tx } from '#server/platform/tx.ts'
import { chainHead, eventsBefore, walkChain } from './store.ts'

type Sentence = (event: StoredEvent) => string
const sentences = new Map<EventType, Sentence>()

/** Collects how each feature tells its events. Called once at boot. */
export function setSentences(features: readonly Feature[]) {
  for (const f of features) {
    // Manifests are typed by event; only the key's type is lost here.
    for (const [type, say] of Object.entries(f.sentences ?? {})) sentences.set(type as EventType, say as Sentence)
  }
}

export interface FeedQuery {
  cursor?: string | undefined
  limit: number
}

/** Who judges the work does not learn how much time it was given: it is nobody's business, and an accommodation is private. */
const NOT_FOR_JUDGES: EventType[] = ['assignment.start_planned', 'assignment.accommodated', 'assignment.started', 'assignment.extended']

/** A page of the organization's events, or of one application's, newest first. */
export async function feed(tx: Tx, q: FeedQuery, application?: LoadedApplication): Promise<{ items: FeedEvent[]; next_cursor: string | null }> {
  const { orgId, role } = requireMember(tx)
  const before = Number(q.cursor ?? 0)
  const without = role === 'owner' || role === 'recruiter' ? [] : NOT_FOR_JUDGES
  const events = await eventsBefore(tx, { orgId, limit: q.limit + 1, without, ...(application ? { applicationId: application.id } : {}), ...(Number.isSafeInteger(before) && before > 0 ? { before } : {}) })
  const shown = events.slice(0, q.limit)
  const notes = await notesById(tx, orgId, shown.flatMap((e) => noteOf(e) ?? []))
  const mask = application ? await maskOfCandidate(tx, application) : noMask
  const items = shown.map((e) => told(e, notes.get(noteOf(e) ?? ''))).map((e) => ({ ...e, text: mask(e.text) }))
  return { items, next_cursor: events.length > q.limit ? String(items.at(-1)?.seq) : null }
}

/** Events are for ever and may be exported, so what a person wrote about another stays in its own table. */
function noteOf(e: StoredEvent): string | null {
  return 'note_id' in e.data ? e.data.note_id : null
}

function told(e: StoredEvent, note: string | undefined): FeedEvent {
  const text = sentences.get(e.type)?.(e) ?? e.type.replaceAll(/[._]/g, ' ')
  // Whoever applies has no session yet; about an application they are its candidate all the same.
  const name = e.actor.kind === 'visitor' && e.applicationId ? 'Candidate' : e.actor.name
  return { seq: e.seq, id: e.id, type: e.type, at: e.at.toISOString(), actor: { kind: e.actor.kind, name }, text: note ? `${text}: ${note}` : text }
}

/**
 * Recomputes every hash of the organization's chain up to the head as it is now, and compares its end with the head.
 * What is recorded meanwhile is left to the next check.
 */
export async function verifyChain(tx: Tx) {
  const { orgId } = requireMember(tx)
  const head = (await chainHead(tx, orgId)) ?? { seq: 0, hash: GENESIS }
  const walked = await walkChain(tx, orgId, { from: GENESIS, to: head.seq })
  const cut = head.seq !== walked.events || head.hash !== walked.head ? walked.events + 1 : null
  const broken = walked.broken ?? cut
  return { ok: broken === null, events: walked.events, first_broken_seq: broken, head: walked.head }
}
