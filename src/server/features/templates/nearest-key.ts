import type { z } from 'zod'
import { asRecord } from './keys.ts'

/** How many letters have to be typed anew to make one word of the other. */
export function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}

/** The word that was probably meant, or null when nothing is near. */
export function nearest(word: string, known: readonly string[]): string | null {
  const ranked = known.map((k) => ({ k, d: distance(word.toLowerCase(), k) })).sort((x, y) => x.d - y.d)
  const best = ranked[0]
  return best && best.d <= Math.max(2, Math.floor(best.k.length / 3)) ? best.k : null
}

/** The shapes of zod that are walked through; `def` is zod's own public description of a schema. */
interface Shape {
  def: { type: string; innerType?: Shape; element?: Shape; options?: Shape[]; discriminator?: string; values?: unknown[] }
  shape?: Record<string, Shape>
}

/** The keys that a schema knows at a path; `value` decides between the kinds of stages. */
export function keysAt(schema: z.ZodType, path: readonly PropertyKey[], value: unknown): string[] {
  // zod types a schema's description by its class; here any class may come.
  const found = walk(schema as unknown as Shape, path, value)
  return Object.keys(found?.shape ?? {})
}

function walk(schema: Shape | undefined, path: readonly PropertyKey[], value: unknown): Shape | undefined {
  if (!schema) return undefined
  const { def } = schema
  if (def.innerType) return walk(def.innerType, path, value)
  if (def.type === 'union') return walk(optionFor(schema, value), path, value)
  const [head, ...rest] = path
  if (head === undefined) return schema
  const inner = def.type === 'array' ? def.element : schema.shape?.[String(head)]
  return walk(inner, rest, childOf(value, head))
}

function optionFor(union: Shape, value: unknown): Shape | undefined {
  const by = union.def.discriminator ?? ''
  const said = asRecord(value)?.[by]
  return union.def.options?.find((o) => o.shape?.[by]?.def.values?.includes(said))
}

function childOf(value: unknown, key: PropertyKey): unknown {
  if (Array.isArray(value)) return value[Number(key)]
  return asRecord(value)?.[String(key)]
}
