/** Anything as a plain object of YAML, or null. */
export function asRecord(value: unknown): Record<string, unknown> | null {
  // Checked right here: what is left is an object with text keys.
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null
}

/** A name as it stands in an address: `Paid Take-Home: API` becomes `paid-take-home-api`. Empty when nothing is left. */
export function slugify(name: string): string {
  return name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
    .replaceAll(/^-+|-+$/g, '')
}

/** `wanted`, or `wanted-2`, `wanted-3`… until it is free. */
export function freeSlug(wanted: string, taken: (slug: string) => boolean): string {
  for (let n = 1; ; n++) {
    const slug = n === 1 ? wanted : `${wanted}-${n}`
    if (!taken(slug)) return slug
  }
}

/** Gives every stage without a `key` one made of its name, of its own. */
export function withKeys(process: unknown): unknown {
  const draft = asRecord(process)
  if (!draft || !Array.isArray(draft['stages'])) return process
  const taken = new Set(draft['stages'].map((s) => asRecord(s)?.['key']).filter((k) => typeof k === 'string'))
  const stages = draft['stages'].map((stage: unknown) => {
    const s = asRecord(stage)
    if (!s || s['key'] !== undefined || typeof s['name'] !== 'string') return stage
    const key = freeSlug(slugify(s['name']) || 'stage', (k) => taken.has(k))
    taken.add(key)
    return { ...s, key }
  })
  return { ...draft, stages }
}
