/** How far something that is being written has got. `refused`: the server won't have it, and trying again is no use. */
export type KeptState = 'kept' | 'unsaved' | 'saving' | 'failed' | 'refused'

export interface Kept<V> {
  value: V
  state: KeptState
  error: Error | null
}

export interface KeeperOptions<V> {
  /** Keeps one value; `leaving` when the page is about to go and nobody can wait for an answer. */
  save: (key: string, value: V, o: { leaving: boolean }) => Promise<unknown>
  /** What is not worth keeping yet stays in memory. */
  isWorth: (value: V) => boolean
  /** The server’s last word, rather than a line that dropped. */
  isFinal: (error: Error) => boolean
  /** How long somebody may type before it is kept. */
  waitMs?: number
}

export interface Keeper<V> {
  get(key: string): Kept<V> | undefined
  all(): ReadonlyMap<string, Kept<V>>
  /** What the server has already. Words that are newer here stay. */
  begin(key: string, value: V): void
  put(key: string, value: V): void
  /** Keeps it now. */
  flush(key: string): Promise<void>
  /** Stops keeping it, once what is under way has come back: so nothing kept late brings it to life again. */
  forget(key: string): Promise<void>
  /** The page goes: everything that is not kept is sent on its way. */
  leave(): void
  /** The line is back: tries at once what failed. */
  retry(): void
  subscribe(tell: () => void): () => void
}

const WAIT = 2_000
const LONGEST_WAIT = 15_000

interface Entry<V> extends Kept<V> {
  timer?: ReturnType<typeof setTimeout>
  sending?: Promise<void>
  failures: number
}

/** Keeps what somebody writes while they write: every two seconds, again after a dropped line, and when the page goes. */
export function createKeeper<V>(o: KeeperOptions<V>): Keeper<V> {
  const entries = new Map<string, Entry<V>>()
  const listeners = new Set<() => void>()
  let shown: ReadonlyMap<string, Kept<V>> = new Map()
  const change = (key: string, entry: Entry<V> | null) => {
    if (entry) entries.set(key, entry)
    else entries.delete(key)
    shown = new Map(entries)
    for (const tell of listeners) tell()
  }
  const schedule = (key: string, ms: number) => {
    const entry = entries.get(key)
    if (!entry || entry.timer !== undefined) return
    entry.timer = setTimeout(() => void flush(key), ms)
  }
  const flush = async (key: string): Promise<void> => {
    const entry = entries.get(key)
    if (!entry) return
    clearTimeout(entry.timer)
    delete entry.timer
    if (entry.sending) {
      await entry.sending
      return flush(key)
    }
    if (entry.state === 'kept' || entry.state === 'refused' || !o.isWorth(entry.value)) return
    await send(key, entry)
  }
  const send = (key: string, entry: Entry<V>): Promise<void> => {
    const { value } = entry
    const settled = (state: KeptState, error: Error | null) => {
      const now = entries.get(key)
      if (!now) return
      const newer = now.value !== value
      const failures = state === 'failed' ? now.failures + 1 : 0
      const { sending: _, ...rest } = now
      change(key, { ...rest, state: newer && state === 'kept' ? 'unsaved' : state, error, failures })
      if (state === 'failed') schedule(key, Math.min(WAIT * 2 ** failures, LONGEST_WAIT))
      else if (newer) schedule(key, o.waitMs ?? WAIT)
    }
    const sending = o.save(key, value, { leaving: false }).then(
      () => settled('kept', null),
      (error: Error) => settled(o.isFinal(error) ? 'refused' : 'failed', error),
    )
    change(key, { ...entry, state: 'saving', sending })
    return sending
  }
  return {
    get: (key) => shown.get(key),
    all: () => shown,
    begin: (key, value) => {
      const had = entries.get(key)
      if (!had) change(key, { value, state: 'kept', error: null, failures: 0 })
    },
    put: (key, value) => {
      const had = entries.get(key)
      change(key, { failures: 0, ...had, value, error: null, state: had?.state === 'saving' ? 'saving' : had?.state === 'failed' ? 'failed' : 'unsaved' })
      schedule(key, o.waitMs ?? WAIT)
    },
    flush,
    forget: async (key) => {
      const entry = entries.get(key)
      clearTimeout(entry?.timer)
      await entry?.sending
      clearTimeout(entries.get(key)?.timer)
      change(key, null)
    },
    leave: () => {
      for (const [key, { value, state }] of entries) if (state !== 'kept' && state !== 'refused' && o.isWorth(value)) void o.save(key, value, { leaving: true }).catch(() => undefined)
    },
    retry: () => {
      for (const [key, { state }] of entries) if (state === 'failed') void flush(key)
    },
    subscribe: (tell) => {
      listeners.add(tell)
      return () => listeners.delete(tell)
    },
  }
}
