import { type Status, type Ticket, makeTicket, random } from './tickets.ts'

export type { Status, Ticket } from './tickets.ts'

export interface ApiOptions {
  /** How many tickets there are at first. */
  count?: number
  /** The same seed gives the same tickets, and the same bad days. */
  seed?: number
  /** 'calm' answers at once. 'real' is slow now and then, fails now and then, and its rows change while you look. */
  weather?: 'calm' | 'real'
}

export interface Api {
  /** Answers a request, as `fetch` would. A path without a host is this API's. */
  fetch: typeof globalThis.fetch
  /** One thing happens that somebody else did: a ticket is added, taken into repair, done or removed. */
  change(): void
  /** All tickets as they are now. */
  tickets(): readonly Ticket[]
}

export const PAGE_SIZE = 25
export const MAX_IDS = 100
const SORTS = ['id', 'bike', 'station', 'priority', 'status', 'reported_at'] as const
const STATUSES: readonly Status[] = ['open', 'in_repair', 'done']
const REFUSALS = { in_repair: 'A mechanic is working on it.', already_done: 'It was done before.', gone: 'There is no such ticket any more.' }

/** The whole API, in this process. README.md says what it promises. You should not need to change it. */
export function createApi({ count = 2400, seed = 1, weather = 'calm' }: ApiOptions = {}): Api {
  const next = random(seed)
  const chance = random(seed + 1)
  let tickets = Array.from({ length: count }, (_, i) => makeTicket(i + 1, count, next))
  let made = count

  function change() {
    const at = Math.floor(next() * tickets.length)
    const what = next()
    if (what < 0.4) tickets = [...tickets, makeTicket(++made, count, next)]
    else if (what < 0.6) tickets = tickets.toSpliced(at, 1)
    else tickets = tickets.map((t, i) => (i === at ? { ...t, status: what < 0.8 ? 'in_repair' : 'done' } : t))
  }

  function list(query: URLSearchParams): Response {
    const sort = query.get('sort') ?? '-reported_at'
    const key = SORTS.find((s) => s === sort.replace(/^-/, ''))
    const status = query.get('status')
    const page = Number(query.get('page') ?? 1)
    if (!key) return problem(400, 'There is no such order', 'sort')
    if (status !== null && !STATUSES.includes(status as Status)) return problem(400, 'There is no such status', 'status')
    if (!Number.isInteger(page) || page < 1) return problem(400, 'A page is a whole number from 1', 'page')
    const words = (query.get('q') ?? '').trim().toLowerCase()
    const found = tickets.filter((t) => (status === null || t.status === status) && `${t.id} ${t.bike} ${t.station} ${t.problem}`.toLowerCase().includes(words))
    const way = sort.startsWith('-') ? -1 : 1
    const sorted = found.sort((a, b) => way * (compare(a[key], b[key]) || number(a) - number(b)))
    return Response.json({ tickets: sorted.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE), total: found.length, page, page_size: PAGE_SIZE })
  }

  function close(body: unknown): Response {
    const ids = body && typeof body === 'object' && 'ids' in body ? body.ids : null
    if (!Array.isArray(ids) || ids.length === 0 || ids.length > MAX_IDS || !ids.every((id) => typeof id === 'string')) return problem(400, `Name 1 to ${MAX_IDS} tickets`, 'ids')
    const closed: string[] = []
    const refused: { id: string; reason: keyof typeof REFUSALS; detail: string }[] = []
    for (const id of new Set<string>(ids)) {
      const found = tickets.find((t) => t.id === id)
      const reason = !found ? 'gone' : found.status === 'done' ? 'already_done' : found.status === 'in_repair' ? 'in_repair' : null
      if (reason) refused.push({ id, reason, detail: REFUSALS[reason] })
      else closed.push(id)
    }
    tickets = tickets.map((t) => (closed.includes(t.id) ? { ...t, status: 'done' } : t))
    return Response.json({ closed, refused })
  }

  async function answer(method: string, url: URL, body: string): Promise<Response> {
    if (method === 'GET' && url.pathname === '/api/tickets') return list(url.searchParams)
    if (method === 'POST' && url.pathname === '/api/tickets/close') return close(parse(body))
    return problem(404, 'There is nothing here')
  }

  async function fetch(input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> {
    const url = new URL(input instanceof Request ? input.url : input, 'http://api.test')
    const signal = init.signal ?? (input instanceof Request ? input.signal : null)
    signal?.throwIfAborted()
    if (weather === 'real') {
      if (chance() < 0.3) change()
      await wait(chance() < 0.15 ? 1500 + chance() * 2000 : 60 + chance() * 250, signal)
      if (chance() < 0.1) return problem(503, 'The workshop’s server is busy')
    }
    const body = init.body ?? (input instanceof Request ? await input.text() : '')
    return answer((init.method ?? (input instanceof Request ? input.method : 'GET')).toUpperCase(), url, String(body))
  }

  return { fetch, change, tickets: () => tickets }
}

const number = (ticket: Ticket) => Number(ticket.id.slice(2))

function compare<T extends string | number>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function problem(status: number, title: string, field?: string): Response {
  return Response.json({ title, status, ...(field ? { field } : {}) }, { status, headers: { 'content-type': 'application/problem+json' } })
}

function wait(ms: number, signal: AbortSignal | null): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms)
    signal?.addEventListener('abort', () => {
      clearTimeout(timer)
      reject(signal.reason)
    })
  })
}
