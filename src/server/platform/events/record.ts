import type { EventData, EventType } from '#contract/events.ts'
import { newId } from '#server/lib/ids.ts'
import type { Feature } from '../feature.ts'
import type { Principal } from '../principal.ts'
import { addTasks } from '../tasks/tasks.ts'
import type { EventSubject, StoredEvent, Tx } from '../tx.ts'
import { appendEvent } from './store.ts'

interface Readers {
  reactions: Map<EventType, ((tx: Tx, event: StoredEvent) => Promise<void>)[]>
  /** Names of the effects to put into the outbox, by event type. */
  outbox: Map<EventType, string[]>
}

// Set once at boot, by the composition root; the record itself must not know any feature.
let readers: Readers = { reactions: new Map(), outbox: new Map() }

/** Names who reads which events. Called once, before the first event. */
export function setReaders(features: readonly Feature[]) {
  readers = { reactions: new Map(), outbox: new Map() }
  for (const f of features) {
    for (const [type, run] of entries(f.reactions)) push(readers.reactions, type, run as never)
    for (const [type] of entries(f.effects)) push(readers.outbox, type, `effect:${f.name}`)
    for (const [type] of entries(f.mails)) push(readers.outbox, type, `mail:${f.name}`)
  }
}

function entries(map: object | undefined): [EventType, unknown][] {
  // Manifests are typed by event; only the key's type is lost here.
  return Object.entries(map ?? {}) as [EventType, unknown][]
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V) {
  map.set(key, [...(map.get(key) ?? []), value])
}

/**
 * Writes an event: the last line of every use case. Reactions run now, in this transaction; mails and effects are put
 * into the outbox, in this transaction.
 */
export async function record<T extends EventType>(tx: Tx, type: T, subject: EventSubject, data: EventData[T]): Promise<StoredEvent<T>> {
  const event = await appendEvent(tx, {
    id: newId('evt', tx.now),
    orgId: subject.orgId,
    at: tx.now,
    type,
    actor: actorOf(tx.principal),
    applicationId: subject.applicationId ?? null,
    jobId: subject.jobId ?? null,
    data,
  })
  for (const react of readers.reactions.get(type) ?? []) await react(tx, event)
  await addToOutbox(tx, readers.outbox.get(type) ?? [], event)
  return event as StoredEvent<T>
}

async function addToOutbox(tx: Tx, outbox: readonly string[], event: StoredEvent) {
  await addTasks(tx, outbox.map((reader) => ({ kind: reader, key: `${reader}:${event.id}`, orgId: event.orgId, payload: { event_id: event.id }, dueAt: tx.now })))
}

function actorOf(p: Principal): StoredEvent['actor'] {
  switch (p.kind) {
    case 'member':
      return { kind: 'member', id: p.memberId, name: p.name }
    case 'candidate':
      return { kind: 'candidate', id: null, name: 'Candidate' }
    case 'system':
      return { kind: 'system', id: null, name: 'Handiwork' }
    case 'visitor':
      return { kind: 'visitor', id: null, name: 'Visitor' }
  }
}
