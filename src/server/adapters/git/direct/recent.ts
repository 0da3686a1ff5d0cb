/** Keeps what was used last, within a number of bytes. For what follows from an id alone, so that nothing in it can go stale. */
export interface Recent<V> {
  get(key: string): V | undefined
  set(key: string, value: V): void
}

export function createRecent<V>(o: { maxBytes: number; bytesOf: (value: V) => number }): Recent<V> {
  const kept = new Map<string, V>()
  let bytes = 0
  const forget = (key: string, value: V) => {
    kept.delete(key)
    bytes -= o.bytesOf(value)
  }
  return {
    get(key) {
      const value = kept.get(key)
      if (value === undefined) return undefined
      // Last in, last out.
      kept.delete(key)
      kept.set(key, value)
      return value
    },
    set(key, value) {
      const before = kept.get(key)
      if (before !== undefined) forget(key, before)
      kept.set(key, value)
      bytes += o.bytesOf(value)
      for (const [oldest, old] of kept) {
        if (bytes <= o.maxBytes) return
        forget(oldest, old)
      }
    },
  }
}
