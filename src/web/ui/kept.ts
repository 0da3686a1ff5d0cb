import { useSyncExternalStore } from 'react'

/** Whose things are kept: one browser may be used by several people. */
let owner = ''
const listeners = new Set<() => void>()
const seen = new Map<string, { text: string | null; value: unknown }>()

export function keepFor(person: string) {
  if (owner === person) return
  owner = person
  for (const tell of listeners) tell()
}

const nameOf = (name: string) => `handiwork:${owner}:${name}`

/**
 * How somebody likes a screen: widths, switches, what is folded. Kept in this browser, for this person, and never anything
 * of what they read or write. Where nothing can be kept it lasts as long as the page.
 */
export function useKept<T>(name: string, first: T): [T, (value: T) => void] {
  const value = useSyncExternalStore(listen, () => read(name, first))
  return [value, (next) => write(name, next)]
}

function listen(tell: () => void) {
  listeners.add(tell)
  window.addEventListener('storage', tell)
  return () => {
    listeners.delete(tell)
    window.removeEventListener('storage', tell)
  }
}

function read<T>(name: string, first: T): T {
  const key = nameOf(name)
  const text = stored(key)
  const had = seen.get(key)
  // The same object as long as nothing changed, or React would render for ever.
  if (had && had.text === text) return (had.value ?? first) as T
  seen.set(key, { text, value: parsed(text) })
  return read(name, first)
}

function write(name: string, value: unknown) {
  const key = nameOf(name)
  const text = JSON.stringify(value)
  seen.set(key, { text, value })
  try {
    window.localStorage.setItem(key, text)
  } catch {
    seen.set(key, { text: null, value })
  }
  for (const tell of listeners) tell()
}

function stored(key: string): string | null {
  try {
    return window.localStorage.getItem(key)
  } catch {
    return null
  }
}

function parsed(text: string | null): unknown {
  try {
    return text === null ? undefined : JSON.parse(text)
  } catch {
    return undefined
  }
}
