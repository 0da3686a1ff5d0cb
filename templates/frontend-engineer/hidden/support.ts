import { isInaccessible, screen, within } from '@testing-library/dom'
import { userEvent } from '@testing-library/user-event'
import { afterEach, expect, vi } from 'vitest'
import { type Api, type Ticket, createApi } from '../api/api.ts'
import { mountApp } from '../src/app'

type Fetch = typeof globalThis.fetch

/** A request that the page made. */
export interface Asked {
  method: string
  path: string
  query: Record<string, string>
  ids: string[]
  signal: AbortSignal | null
}

export interface Options {
  count?: number
  api?: Api
  /** Stands before the API: answers itself, waits, or lets the request through. */
  before?: (asked: Asked, n: number) => Promise<Response | void> | Response | void
  /** A network that takes no notice of signals, as some service workers do. */
  deaf?: boolean
}

let unmounts: (() => void)[] = []
afterEach(() => {
  vi.useRealTimers()
  for (const unmount of unmounts.splice(0)) unmount()
  document.body.replaceChildren()
})

export async function openPage(address = '/', { count = 240, api = createApi({ count, seed: 5 }), before, deaf = false }: Options = {}) {
  history.pushState(null, '', address)
  document.body.innerHTML = '<button id="outside">Before the page</button>'
  const root = document.body.appendChild(document.createElement('main'))
  const asked: Asked[] = []
  const fetch: Fetch = async (input, init) => {
    const request = read(input, init)
    asked.push(request)
    const answer = await abortable(Promise.resolve(before?.(request, asked.length)), deaf ? null : request.signal)
    return answer ?? api.fetch(input, deaf ? { ...init, signal: null } : init)
  }
  const unmount = once(mountApp(root, { fetch }))
  unmounts.push(unmount)
  return { api, root, asked, unmount, user: userEvent.setup({ delay: null, pointerEventsCheck: 0 }) }
}

/** The page when its first rows are there. */
export async function shownPage(address = '/', options: Options = {}) {
  const page = await openPage(address, options)
  await says(/tickets?, page|No tickets match/)
  return page
}

function read(input: RequestInfo | URL, init: RequestInit = {}): Asked {
  const url = new URL(String(input), 'http://localhost')
  const body = typeof init.body === 'string' ? (JSON.parse(init.body) as { ids?: string[] }) : {}
  return { method: (init.method ?? 'GET').toUpperCase(), path: url.pathname, query: Object.fromEntries(url.searchParams), ids: body.ids ?? [], signal: init.signal ?? null }
}

function abortable<T>(promise: Promise<T>, signal: AbortSignal | null): Promise<T> {
  return new Promise((resolve, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason))
    promise.then(resolve, reject)
  })
}

function once(act: () => void): () => void {
  let done = false
  return () => {
    if (!done) act()
    done = true
  }
}

/** A door that requests wait at until it is opened. */
export function door() {
  let open = () => {}
  const opened = new Promise<void>((resolve) => (open = resolve))
  return { opened, open }
}

/** Waits until a check passes, by turns and not by the clock: on a busy machine a turn takes longer, and so does the page. */
export async function until(check: () => void): Promise<void> {
  for (let turns = 0; turns < 110; turns++) {
    try {
      return check()
    } catch {
      await pause(10)
    }
  }
  check()
}
export const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

export async function findAlert(): Promise<HTMLElement> {
  // Asked for, not got: an error that lists every role of the page, at each turn, takes longer than the tests do.
  await until(() => expect(screen.queryAllByRole('alert')).toHaveLength(1))
  return screen.getByRole('alert')
}

/** What a screen reader was told last, without separators in numbers. */
export const said = () => (screen.getByRole('status', { hidden: true }).textContent ?? '').replace(/(\d)[,.’\s ](?=\d{3})/g, '$1')
export async function says(words: RegExp): Promise<void> {
  await until(() => expect(said()).toMatch(words))
}

export const grid = () => screen.getByRole('grid', { name: 'Repair tickets', hidden: true })
// By selector where it says the same as a role: jsdom takes long to tell the names of hundreds of elements.
export const allRows = () => [...grid().querySelectorAll<HTMLElement>('tr, [role=row]')]
export const rows = () => allRows().slice(1)
export const cellsOf = (row: Element | undefined) => [...(row?.querySelectorAll<HTMLElement>('td, th, [role=gridcell], [role=columnheader], [role=rowheader]') ?? [])]
export const textOf = (row: Element | undefined, column: number) => (cellsOf(row)[column]?.textContent ?? '').trim()
export const ids = () => rows().map((row) => /T-\d+/.exec(textOf(row, 1))?.[0] ?? '')
export const sorted = (api: Api, by: (a: Ticket, b: Ticket) => number) => [...api.tickets()].sort(by)
export const number = (id: string) => Number(id.slice(2))

export const search = () => screen.getByRole<HTMLInputElement>('searchbox', { name: 'Search', hidden: true })
export const filter = () => screen.getByRole<HTMLSelectElement>('combobox', { name: 'Status', hidden: true })
export const buttons = (name: string | RegExp) => screen.queryAllByRole('button', { name, hidden: true }).filter((b) => !isInaccessible(b))
export function button(name: string | RegExp): HTMLElement {
  const [found, ...others] = buttons(name)
  if (!found || others.length > 0) throw new Error(`There ${found ? 'is more than one' : 'is no'} button “${name}”`)
  return found
}
export async function findButton(name: string | RegExp): Promise<HTMLElement> {
  await until(() => expect(buttons(name)).toHaveLength(1))
  return button(name)
}
export const order = (name: string) => within(allRows()[0] as HTMLElement).getByRole('button', { name, hidden: true })
export const headers = () => cellsOf(allRows()[0])
export const boxAll = () => within(allRows()[0] as HTMLElement).getByRole<HTMLInputElement>('checkbox', { name: 'Select all on this page', hidden: true })
/** The box of the nth row, from 0. */
export function box(n: number): HTMLInputElement {
  return within(rows()[n] as HTMLElement).getByRole<HTMLInputElement>('checkbox', { hidden: true })
}
export const isOn = (element: HTMLInputElement) => (element.getAttribute('aria-checked') ?? String(element.checked)) === 'true'
export const isMixed = (element: HTMLInputElement) => element.indeterminate || element.getAttribute('aria-checked') === 'mixed'
export const isDisabled = (element: HTMLElement) => (element as HTMLButtonElement).disabled || element.getAttribute('aria-disabled') === 'true'
export const isBusy = () => grid().getAttribute('aria-busy') === 'true'
export const selectedIds = () => ids().filter((_, i) => rows()[i]?.getAttribute('aria-selected') === 'true')

/** Goes to the next page and waits for it. */
export async function turn(user: ReturnType<typeof userEvent.setup>, to: number, name = 'Next page') {
  await user.click(button(name))
  await says(new RegExp(`page ${to} of`))
}

/** Where the focus is in the grid, as [row, column]; the header is row 0. Null elsewhere. */
export function at(): [number, number] | null {
  const active = document.activeElement
  if (!active || !grid().contains(active)) return null
  const row = allRows().findIndex((r) => r.contains(active))
  return [row, cellsOf(allRows()[row]).findIndex((c) => c.contains(active))]
}

/** Everything in the grid that Tab would stop at. */
export const stops = () => [grid(), ...grid().querySelectorAll<HTMLElement>('*')].filter((e) => e.tabIndex >= 0 && !(e as HTMLButtonElement).disabled && !e.hidden)

export const focusIsKept = () => expect(document.activeElement === document.body || document.activeElement === null).toBe(false)
export const gets = (asked: Asked[]) => asked.filter((a) => a.method === 'GET')
export const posts = (asked: Asked[]) => asked.filter((a) => a.method === 'POST')
export const busy503 = () => new Response(JSON.stringify({ title: 'Busy', status: 503 }), { status: 503 })
