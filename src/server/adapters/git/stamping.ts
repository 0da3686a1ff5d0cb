/** When a push is stamped: its first byte by itself, or all of it at once. */
import type { Gateway } from './context.ts'
import type { PushStamp, RepoAccess } from './port.ts'

/** Who sends a body that is to become a push. */
export interface Sender {
  access: RepoAccess
  ip: string
  /** Set where a person without git sends it. */
  by?: 'upload' | 'import'
  /** Milliseconds for which the first byte had been with us already when it came here. */
  ageMs?: number
}

export interface Stamping {
  /** The first byte is here. */
  begin(): void
  /** The stamp, asked for now if it was not before. Undefined where there was no byte, or none that may count. */
  now(): Promise<PushStamp> | undefined
  /** The stamp, if it was asked for. */
  asked(): Promise<PushStamp> | undefined
  /** Leaves the stamping to whoever calls, where nobody has been asked yet. @returns how old the first byte is */
  claim(): (() => number) | undefined
  /** Asks nobody any more. */
  forget(): void
}

/** The stamp is asked for with the first byte, or so many milliseconds later unless it was claimed; it is waited for after the last. */
export function lazyStamp(gateway: Gateway, { access, ip, by, ageMs = 0 }: Sender, delayMs = 0): Stamping {
  let age: (() => number) | undefined
  let stamp: Promise<PushStamp> | undefined
  let timer: NodeJS.Timeout | undefined
  const now = () => {
    clearTimeout(timer)
    if (!age || stamp) return stamp
    stamp = gateway.gatekeeper.firstByte({ repoId: access.repoId, ip, by, pusher: access.pusher, age })
    // Looked at later; until then it must not count as unhandled.
    stamp.catch(() => {})
    return stamp
  }
  const begin = () => {
    if (!access.canPush) return
    const at = performance.now()
    age = () => ageMs + performance.now() - at
    if (delayMs > 0) timer = setTimeout(now, delayMs)
    else now()
  }
  const forget = () => clearTimeout(timer)
  const claim = () => {
    if (stamp) return undefined
    forget()
    return age
  }
  return { begin, now, asked: () => stamp, claim, forget }
}
