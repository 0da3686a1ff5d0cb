import { useEffect, useState } from 'react'

export const VIEWS = ['changes', 'file', 'commits', 'comments', 'search', 'checks'] as const
export type View = (typeof VIEWS)[number]

/** What of a submission is looked at. It stands in the address, so that a link leads somebody else to the same lines. */
export interface Address {
  view: View
  file: string | null
  side: 'new' | 'old'
  /** 0 for the whole file. */
  line: number
  end_line: number
  /** Only what one push, or one commit, changed; null for all that changed since the starter. */
  push: number | null
  commit: string | null
}

/** Reads `#view=changes&file=src%2Fapp.ts&line=3-7&side=old&push=2`; a file without a view is that file whole. */
export function readAddress(hash: string): Address {
  const asked = new URLSearchParams(hash.replace(/^#/, ''))
  const file = asked.get('file')
  const [from = 0, to = from] = (asked.get('line') ?? '').split('-').map((n) => Math.max(0, Number.parseInt(n, 10) || 0))
  const push = Number.parseInt(asked.get('push') ?? '', 10)
  return {
    view: VIEWS.find((v) => v === asked.get('view')) ?? (file === null ? 'changes' : 'file'),
    file,
    side: asked.get('side') === 'old' ? 'old' : 'new',
    line: from,
    end_line: from > 0 ? Math.max(from, to) : 0,
    push: push >= 0 ? push : null,
    commit: /^[0-9a-f]{40}$/.exec(asked.get('commit') ?? '')?.[0] ?? null,
  }
}

export function writeAddress(a: Address): string {
  const parts: Record<string, string> = {
    // As it has always been, and as people have kept it.
    ...(a.view === 'file' && a.file !== null ? {} : { view: a.view }),
    ...(a.file === null ? {} : { file: a.file }),
    ...(a.line > 0 ? { line: a.end_line > a.line ? `${a.line}-${a.end_line}` : String(a.line) } : {}),
    ...(a.side === 'old' ? { side: 'old' } : {}),
    ...(a.push === null ? {} : { push: String(a.push) }),
    ...(a.commit === null ? {} : { commit: a.commit }),
  }
  return `#${new URLSearchParams(parts).toString()}`
}

export interface Going {
  address: Address
  /** A new object for every time that somebody asks to be led somewhere. */
  asked: object
  /** Leads there; the way back is the browser's own where another view was opened. */
  open(change: Partial<Address>): void
  /** Only writes down where one already is. */
  note(change: Partial<Address>): void
}

/** The address of the page and what is looked at, always the same. */
export function useAddress(): Going {
  const [state, setState] = useState(() => ({ address: readAddress(window.location.hash), asked: {} }))
  useEffect(() => {
    const follow = () => setState((s) => (window.location.hash === writeAddress(s.address) ? s : { address: readAddress(window.location.hash), asked: {} }))
    window.addEventListener('popstate', follow)
    window.addEventListener('hashchange', follow)
    return () => {
      window.removeEventListener('popstate', follow)
      window.removeEventListener('hashchange', follow)
    }
  }, [])
  const go = (address: Address, asked: object, step: boolean) => {
    const { history } = window
    if (step) history.pushState(history.state, '', writeAddress(address))
    else history.replaceState(history.state, '', writeAddress(address))
    setState({ address, asked })
  }
  return {
    ...state,
    open: (change) => {
      const next = { ...state.address, side: 'new' as const, line: 0, end_line: change.line ?? 0, ...change }
      go(next, {}, next.view !== state.address.view || next.push !== state.address.push || next.commit !== state.address.commit)
    },
    note: (change) => go({ ...state.address, ...change }, state.asked, false),
  }
}

