/**
 * Where a candidate's repository lives. `built-in` is our own git server; others are somebody else's, and every call to
 * them may be answered, refused, or lost on the way.
 *
 * Words: a *hosted* repository is one that somebody else serves; a *doorbell* is a webhook: it says that there is something
 * to look at, and what is true is then asked for.
 */
import type { RepoId } from '#server/adapters/git/port.ts'

export const PROVIDER_KINDS = ['built-in', 'github'] as const
export type ProviderKind = (typeof PROVIDER_KINDS)[number]

/** What a provider can promise, so that pages can say what it can't. */
export interface Capabilities {
  /** Whether a push counts is decided where refs change. Otherwise late pushes land and are only not counted. */
  atomicDeadline: boolean
  /** A secret that opens this repository and nothing else. Otherwise the candidate needs an account there. */
  perRepoToken: boolean
  /** Whose clock dates a push: our database's at its first byte, or the provider's own record of its pushes. */
  pushTimes: 'server' | 'provider'
  /** A late push changes nothing that anybody sees, and the candidate is told why. */
  hidesLatePush: boolean
}

/**
 * How a call ended. `unknown` may have happened or not: every call may be made again, and finds what it made before.
 * `refused` is an answer; asking again changes nothing. Both reasons are sentences for the team.
 */
export type Outcome<T> = { outcome: 'ok'; value: T } | { outcome: 'refused'; reason: string } | { outcome: 'unknown'; reason: string; retryAfterSeconds: number | null }

export interface HostedRepo {
  /** The provider's own id, which a rename leaves as it is. */
  externalId: string
  /** As the provider names it: `owner/name` at GitHub, our id for our own. */
  fullName: string
  /** Where a person looks at it; empty where there is no such page. */
  url: string
  cloneUrl: string
  /** Of its default branch, when it was made. */
  starterCommit: string
}

/** What a repository is called; enough for every later call. */
export type RepoRef = Pick<HostedRepo, 'fullName'>

export type Grant = { kind: 'token' } | { kind: 'invitation'; url: string | null }

/** One change of a branch as the provider has recorded it. Never a date from a commit. */
export interface ProviderPush {
  /** Unique within the repository, and the same whenever it is asked for. */
  externalId: string
  ref: string
  oldSha: string
  newSha: string
  forced: boolean
  at: Date
}

/** A webhook whose sender has been proved. `deliveryId` is the same when it is sent again. */
export type Doorbell =
  | { kind: 'push'; deliveryId: string; repoExternalId: string; ref: string; oldSha: string; newSha: string }
  | { kind: 'nothing'; deliveryId: string }
  /** Not signed with our secret, or not what it says it is. Nothing in it is to be believed. */
  | { kind: 'forged' }

export interface GitProvider {
  readonly kind: ProviderKind
  readonly capabilities: Capabilities
  /** Makes the private repository `name` from a template. Twice makes one. Unknown while it is still being filled. */
  createFromTemplate(a: { name: string; template: string }): Promise<Outcome<HostedRepo>>
  /** Lets the candidate in, to read and to push. */
  grantCandidate(r: RepoRef, who: { login: string }): Promise<Outcome<Grant>>
  /** Shuts the candidate out, whether they have come in or are only invited. */
  revokeCandidate(r: RepoRef, who: { login: string }): Promise<Outcome<null>>
  /** Everything that changed `ref`, oldest first, by the provider's clock. */
  listPushes(r: RepoRef, q: { ref: string }): Promise<Outcome<ProviderPush[]>>
  /** Tells a true webhook from a forged one, over the bytes as they came. Changes nothing; the caller remembers delivery ids. */
  readWebhook(header: (name: string) => string | undefined, rawBody: Uint8Array): Doorbell
  /** Ends pushing and leaves reading. A courtesy: what counts never depends on it. */
  lock(r: RepoRef, who: { login: string }): Promise<Outcome<null>>
  /** Copies a commit and its history into a repository of our own, after the same inspection as a push. */
  importCommit(r: RepoRef, a: { into: RepoId; commit: string }): Promise<Outcome<null>>
  /** Deletes the repository for ever. One that is gone already is fine. */
  destroy(r: RepoRef): Promise<Outcome<null>>
}

/** The providers this server can use. */
export interface Providers {
  'built-in': GitProvider
  /** null where it has not been configured. */
  github: GitProvider | null
}

export const ok = <T>(value: T): Outcome<T> => ({ outcome: 'ok', value })
export const refused = (reason: string): Outcome<never> => ({ outcome: 'refused', reason })
export const unknown = (reason: string, retryAfterSeconds: number | null = null): Outcome<never> => ({ outcome: 'unknown', reason, retryAfterSeconds })
