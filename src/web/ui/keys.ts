import { useEffect, useRef } from 'react'
import { useKept } from './kept.ts'

/** What one key does. `mod` is Ctrl, or ⌘ on a Mac. */
export interface Key {
  /** `j`, `?`, `mod+Enter`, `mod+shift+Enter`, as in the list that `?` shows. */
  key: string
  /** What it does, in words. */
  what: string
  /** Nothing for a key that is only listed here and heard where it acts. */
  run?: () => void
}

/** Whether keys without Ctrl or ⌘ do anything: who speaks to their machine, or rests a hand on it, can switch them off (WCAG 2.1.4). */
export function useKeysOn(): [boolean, (on: boolean) => void] {
  return useKept('keys-on', true)
}

const listed = new Set<() => readonly Key[]>()

/** The keys of the screens that are open now. */
export const keysNow = (): Key[] => [...listed].flatMap((keys) => keys())

/** Keys that act anywhere on the page, but never while somebody types; those with Ctrl or ⌘ always. */
export function useKeys(keys: readonly Key[]) {
  const [on] = useKeysOn()
  const now = useRef({ keys, on })
  now.current = { keys, on }
  useEffect(() => {
    const list = () => now.current.keys
    const find = (e: KeyboardEvent) => (e.repeat ? undefined : now.current.keys.find((k) => k.run && isPressed(k.key, e)))
    // With Ctrl or ⌘ it is meant for the page, whatever the field that has the keyboard would do with it.
    const held = (e: KeyboardEvent) => {
      const key = e.ctrlKey || e.metaKey ? find(e) : undefined
      if (!key?.run) return
      e.preventDefault()
      e.stopPropagation()
      key.run()
    }
    const press = (e: KeyboardEvent) => {
      if (e.ctrlKey || e.metaKey || e.defaultPrevented || !now.current.on || isTyping(e.target) || inDialog()) return
      const key = find(e)
      if (!key?.run) return
      e.preventDefault()
      key.run()
    }
    listed.add(list)
    window.addEventListener('keydown', held, true)
    window.addEventListener('keydown', press)
    return () => {
      listed.delete(list)
      window.removeEventListener('keydown', held, true)
      window.removeEventListener('keydown', press)
    }
  }, [])
}

function isPressed(name: string, e: KeyboardEvent): boolean {
  const parts = name.split('+')
  const mod = parts.includes('mod')
  if (mod !== (e.ctrlKey || e.metaKey) || e.altKey) return false
  if (mod && parts.includes('shift') !== e.shiftKey) return false
  return e.key.toLowerCase() === (parts.at(-1) ?? '').toLowerCase()
}

const PICKED = new Set(['checkbox', 'radio', 'button', 'submit', 'reset', 'range', 'file', 'color'])

/** In a field that takes letters. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target instanceof HTMLInputElement) return !PICKED.has(target.type)
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement || target.isContentEditable
}

/** What lies under a dialog is not there to be worked with. */
const inDialog = () => document.querySelector('[role=dialog][aria-modal=true]') !== null
