import type { EventData, EventType } from '#contract/events.ts'
import { newId } from '#server/lib/ids.ts'
import type { Feature } from '../feature.ts'
import type { Principal } from '../principal.ts'
import { addTasks } from '../tasks/tasks.ts'
import type { EventSubject, StoredEvent, Tx } from '../tx.ts'
import { appendEvents } from './store.ts'

interface Readers {
  reactions: Map<EventType, ((tx: Tx, events: StoredEvent[]) => Promise<void>)[]>
  /** Names of the effects to put into the outbox, by event type. */
  outbox: Map<EventType, string[]>
}

// Set once at boot, by the composition root; the record itself must not know any feature.
let readers: Readers = { reactions: new Map(), outbox: new Map() }

/** Names who reads which events. Called once, before the first event. */
export function setReaders(features: readonly Feature[]) {
  readers = { reactions: new Map(), outbox: new Map() }
  for (const f of features) {
    for (const [type, run] of entries(f.reactions)) push(readers.reactions, type, oneByOne(run as never))
    for (const [type, run] of entries(f.reactionsTogether)) push(readers.reactions, type, run as never)
    for (const [type] of entries(f.effects)) push(readers.outbox, type, `effect:${f.name}`)
    for (const [type] of entries(f.mails)) push(readers.outbox, type, `mail:${f.name}`)
  }
}

function entries(map: object | undefined): [EventType, unknown][] {
  // Manifests are typed by event; only the key's type is lost here.
  return Object.entries(map ?? {}) as [EventType, unknown][]
}

function oneByOne(react: (tx: Tx, event: StoredEvent) => Promise<void>) {
  return async (tx: Tx, events: StoredEvent[]) => {
    for (const event of events) await react(tx, event)
  }
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V) {
  map.set(key, [...(map.get(key) ?? []), value])
}

/**
 * Writes an event: the last line of every use case. Reactions run now, in this transaction; mails and effects are put
 * into the outbox, in this transaction.
 */
export async function record<T extends EventType>(tx: Tx, type: T, subject: EventSubject, data: EventData[T]): Promise<StoredEvent<T>> {
  const [event] = await recordAll(tx, type, [{ subject, data }])
  if (!event) throw new Error(`${type} was not written`)
  return event
}

/**
 * The same for many that happen at once to one organization, in their order: one entry of the chain each, with as few
 * statements as for one.
 */
export async function recordAll<T extends EventType>(tx: Tx, type: T, happened: readonly { subject: EventSubject; data: EventData[T] }[]): Promise<StoredEvent<T>[]> {
  if (happened.length === 0) return []
  const events = await appendEvents(tx, happened.map(({ subject, data }) => unchained(tx, type, subject, data)))
  for (const react of readers.reactions.get(type) ?? []) await react(tx, events)
  const outbox = readers.outbox.get(type) ?? []
  await addTasks(tx, events.flatMap((event) => outbox.map((reader) => outboxTask(tx, reader, event))))
  return events as StoredEvent<T>[]
}

function unchained(tx: Tx, type: EventType, subject: EventSubject, data: EventData[EventType]) {
  return { id: newId('evt', tx.now), orgId: subject.orgId, at: tx.now, type, actor: actorOf(tx.principal), applicationId: subject.applicationId ?? null, jobId: subject.jobId ?? null, data }
}

function outboxTask(tx: Tx, reader: string, event: StoredEvent) {
  return { kind: reader, key: `${reader}:${event.id}`, orgId: event.orgId, payload: { event_id: event.id }, dueAt: tx.now }
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
