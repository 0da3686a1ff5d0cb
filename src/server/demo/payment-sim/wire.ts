/** A request, read whole. */
export interface Asked {
  method: string
  path: string
  query: URLSearchParams
  header(name: string): string | undefined
  body: Record<string, unknown>
}

export interface Answer {
  status: number
  body: unknown
  /** Only the answers to these meet the weather. */
  after: 'made a payment' | 'nothing'
}

export function answer(status: number, body: unknown, after: Answer['after'] = 'nothing'): Answer {
  return { status, body, after }
}

export function objectAt(of: Record<string, unknown>, name: string): Record<string, unknown> {
  const value = of[name]
  // An object and not a list; what is in it is looked at one by one.
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {}
}

export function stringAt(of: Record<string, unknown>, name: string): string | null {
  const value = of[name]
  return typeof value === 'string' && value !== '' ? value : null
}

export function numberAt(of: Record<string, unknown>, name: string): number | null {
  const value = of[name]
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : null
}
