import type { Readable } from 'node:stream'
import type { EventType } from '#contract/events.ts'
import type { AnswerOf, Operation, ParsedOf } from '#contract/operation.ts'
import type { Context } from './context.ts'
import type { StoredEvent, Tx } from './tx.ts'

/** A handler of one operation inside one transaction: load by access, act, present. */
export type Handler<O extends Operation> = (tx: Tx, input: ParsedOf<O>, ctx: RequestContext) => Promise<AnswerOf<O>>

/** A handler that opens its own transactions, because it touches git or the disk between them. */
export type OuterHandler<O extends Operation> = (ctx: RequestContext, input: ParsedOf<O>) => Promise<AnswerOf<O>>

/** A body as it comes in; to be read to its end or destroyed. */
export interface IncomingBody {
  body: Readable
  /** Milliseconds since its first byte came; zero until then. */
  age(): number
}

/** What a request brings beside its input. */
export interface RequestContext extends Context {
  requestId: string
  ip: string
  userAgent: string
  /** Raw body of a `rawBody` operation. */
  rawBody: Uint8Array | null
  /** Body of a `streamed` operation. */
  stream: IncomingBody | null
  /** A header of the request, for those who sign what they send. */
  header(name: string): string | undefined
  cookies: { get(name: string): string | undefined; set(name: string, value: string, maxAgeSeconds: number): void; clear(name: string): void }
}

export interface Route {
  operation: Operation
  /** `tx`: the router opens the transaction. `outer`: the handler does. */
  run: { mode: 'tx'; handle: Handler<Operation> } | { mode: 'outer'; handle: OuterHandler<Operation> }
}

/** Binds an operation to its handler, in a transaction of the router's. */
export function on<O extends Operation>(operation: O, handle: Handler<O>): Route {
  // The cast forgets the operation's own types once the pair has been checked against each other.
  return { operation, run: { mode: 'tx', handle: handle as unknown as Handler<Operation> } }
}

/** Binds an operation to a handler that opens its own transactions. */
export function onOuter<O extends Operation>(operation: O, handle: OuterHandler<O>): Route {
  return { operation, run: { mode: 'outer', handle: handle as unknown as OuterHandler<Operation> } }
}

/** Runs inside the transaction that records the event, touches its own tables, fails the act if it fails. */
export type Reaction<T extends EventType> = (tx: Tx, event: StoredEvent<T>) => Promise<void>

/** A mail a feature writes for an event; composed after commit, sent once. */
export interface MailDraft {
  to: { name: string; address: string }
  /** Shown as the sender's name, usually the organization's. */
  fromName: string
  applicationId?: string
  subject: string
  /** Paragraphs of plain text; a line that starts with `> ` is set as a quotation. What somebody wrote as Markdown is set as on their page. */
  paragraphs: (string | { markdown: string })[]
  action?: { label: string; url: string }
  calendar?: { method: 'REQUEST' | 'CANCEL' | 'PUBLISH'; ics: string }
  /** Holds a sign-in secret: never shown in any mailbox page but the operator's. */
  secret?: boolean
}
export type MailComposer<T extends EventType> = (tx: Tx, event: StoredEvent<T>, ctx: Context) => Promise<MailDraft[]>

/** Background work named by kind; `payload` is what `addTask` was given. Must be harmless to repeat. */
export type TaskHandler = (ctx: Context, payload: Record<string, unknown>) => Promise<void>

/** A server-rendered page route on the web process: registered on Hono by the feature. */
export type PageRoutes = (app: import('hono').Hono, site: import('./http/page-site.ts').Site) => void

/** A feature's manifest: everything it plugs into, read by `features/index.ts` only. */
export interface Feature {
  name: string
  routes?: Route[]
  pages?: PageRoutes
  tasks?: Record<string, TaskHandler>
  reactions?: { [T in EventType]?: Reaction<T> }
  /** The same where many happen at once and one statement does for all: events of one organization, in their order. */
  reactionsTogether?: { [T in EventType]?: (tx: Tx, events: StoredEvent<T>[]) => Promise<void> }
  mails?: { [T in EventType]?: MailComposer<T> }
  /** Runs after commit from the outbox, at least once; must be harmless to repeat. */
  effects?: { [T in EventType]?: (ctx: Context, event: StoredEvent<T>) => Promise<void> }
  /** A sentence for the activity feed, by event type. */
  sentences?: { [T in EventType]?: (event: StoredEvent<T>) => string }
}
