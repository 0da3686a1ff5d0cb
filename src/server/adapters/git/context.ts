/** What every part of the gateway is given, and the limits it holds to. */
import type { ChildProcess } from 'node:child_process'
import type { Git } from './environment.ts'
import type { Gatekeeper } from './port.ts'
import type { Slots } from './slots.ts'

export interface GitLimits {
  /** Largest pack of one push. */
  pushBytes: number
  /** Largest repository, packed. */
  repoBytes: number
  /** How much of a refused push is still read, so that the client gets round to reading why. */
  drainBytes: number
  /** A push counts only if it is complete this long after its first byte. */
  pushMs: number
  /** Largest fetch request, inflated. */
  fetchRequestBytes: number
  /** Wall clock of one receive-pack, and of one upload-pack including the client's download. */
  receiveWallMs: number
  uploadWallMs: number
  /** git processes that serve requests at once. */
  slots: number
  /** Fetches that may wait for one. Pushes always may. */
  waiting: number
  /** Of one repository at once. */
  fetchesPerRepo: number
  /** Whose bodies may be arriving, and so taking disk, at once. Nobody pushes so often by hand. */
  pushesPerRepo: number
  /** Wrong tokens from one address. */
  wrongTokensPerMinute: number
}

/** Structured logging in pino's manner. Never given a header or a password. */
export interface GitLog {
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

export interface Gateway {
  git: Git
  gatekeeper: Gatekeeper
  spoolDir: string
  limits: GitLimits
  log: GitLog
  slots: Slots
  /** Every git process at work, for ending them at shutdown. */
  children: Set<ChildProcess>
  /** Bytes of ready answers that clients have not taken yet. */
  unsent: number
  /** How many pushes are under way, by repository. */
  pushing: Map<string, number>
  /** Repositories that are being filled from somebody else's server. */
  importing: Set<string>
}

export function defaultLimits(cores: number): GitLimits {
  return {
    pushBytes: 50 * 1024 * 1024,
    repoBytes: 200 * 1024 * 1024,
    drainBytes: 2 * 1024 * 1024 * 1024,
    pushMs: 120_000,
    fetchRequestBytes: 10 * 1024 * 1024,
    receiveWallMs: 120_000,
    uploadWallMs: 300_000,
    // More only makes them share the same cores: throughput is flat from here on.
    slots: 2 * cores,
    waiting: 500,
    fetchesPerRepo: 2,
    pushesPerRepo: 4,
    wrongTokensPerMinute: 10,
  }
}
