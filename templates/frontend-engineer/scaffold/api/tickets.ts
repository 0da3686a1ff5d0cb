export type Status = 'open' | 'in_repair' | 'done'

/** A repair that somebody asked for, as the API sends it. */
export interface Ticket {
  id: string
  bike: string
  station: string
  /** What is wrong, as a rider wrote it: any text. */
  problem: string
  /** 1 urgent, 2 normal, 3 low. */
  priority: 1 | 2 | 3
  status: Status
  reported_at: string
}

const STATIONS = ['Harbour Square', 'Old Mill', 'University', 'North Gate', 'Market Hall', 'Zoo & Gardens', 'Åsgatan', 'Central Station']
const PROBLEMS = [
  'Front brake squeals and hardly holds',
  'Chain jumps in 3rd gear',
  'Flat tyre, rear',
  'Saddle will not stay up',
  'Bell missing',
  'Lock does not open with the app',
  'Light flickers <b>only</b> on cobbles',
  'Basket hangs on by one screw & a prayer',
  'Pedal "clicks"',
  'الفرامل لا تعمل',
  'Handlebar turns without the wheel',
  '<img src=x onerror="document.title=1"> was typed as the problem',
]

/** Numbers that look like chance and are the same for the same seed. */
export function random(seed: number): () => number {
  let a = seed
  return () => {
    a = (a + 0x6d2b79f5) | 0
    let t = Math.imul(a ^ (a >>> 15), 1 | a)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

const NEWEST = Date.parse('2026-06-01T09:00:00Z')

/** The nth ticket, T-1001 first. The higher the number, the later it was reported. */
export function makeTicket(n: number, of: number, next: () => number): Ticket {
  const pick = <T>(list: readonly T[]) => list[Math.floor(next() * list.length)] as T
  return {
    id: `T-${1000 + n}`,
    bike: `B-${100 + Math.floor(next() * 400)}`,
    station: pick(STATIONS),
    problem: pick(PROBLEMS),
    priority: pick([1, 2, 2, 2, 3, 3] as const),
    status: pick(['open', 'open', 'open', 'in_repair', 'done', 'done'] as const),
    reported_at: new Date(NEWEST - (of - n) * 1_260_000).toISOString(),
  }
}
