/** A survivor that changes nothing anybody could see, and why. By its text, so that it is looked at again when the line changes. */
export interface Equivalent {
  in: string
  from: string
  to: string
  why: string
}

export const EQUIVALENT: readonly Equivalent[] = []

export function reasonFor(m: { in: string; from: string; to: string }): string | null {
  return EQUIVALENT.find((e) => e.in === m.in && e.from === m.from && e.to === m.to)?.why ?? null
}
