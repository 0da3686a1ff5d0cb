import type { Context as HonoContext } from 'hono'
import { Refusal } from '../../errors.ts'

export type FormValue = string | File | FormValue[] | FormValues
export interface FormValues {
  [name: string]: FormValue
}

const MAX_DEPTH = 6
const MAX_INDEX = 200
const NEVER = new Set(['__proto__', 'prototype', 'constructor'])

/**
 * A sent form as a nested object, by dotted names: `answers.systems` and `referees.0.name`. Names sent several times
 * become lists; file fields left empty are not there; line ends are `\n`.
 */
export async function formValues(c: HonoContext): Promise<FormValues> {
  return nest(entriesOf(await sentFields(c)))
}

type Sent = Record<string, string | File | (string | File)[]>

async function sentFields(c: HonoContext): Promise<Sent> {
  try {
    return await c.req.parseBody({ all: true })
  } catch {
    throw new Refusal(400, 'malformed_form', 'The form did not arrive whole. Please send it again.')
  }
}

function* entriesOf(sent: Sent): Iterable<[string, string | File]> {
  for (const [name, values] of Object.entries(sent))
    for (const value of [values].flat()) {
      if (typeof value === 'string') yield [name, value.replaceAll(/\r\n?/g, '\n')]
      else if (value.size > 0 || value.name !== '') yield [name, value]
    }
}

/** Puts dotted names in their places; a name that could reach outside the object is left out. */
export function nest(entries: Iterable<[string, string | File]>): FormValues {
  const root: FormValues = {}
  for (const [name, value] of entries) {
    const path = name.split('.')
    if (path.length <= MAX_DEPTH && path.every(isSafe)) put(root, path, value)
  }
  return root
}

const isSafe = (part: string) => part !== '' && !NEVER.has(part) && !(/^\d+$/.test(part) && Number(part) > MAX_INDEX)

type Branch = FormValues | FormValue[]

function put(root: FormValues, path: string[], value: string | File): void {
  let here: Branch = root
  for (const [i, part] of path.slice(0, -1).entries()) {
    const next = read(here, part)
    // A leaf in the way was sent by nobody's form of ours: the longer name loses.
    if (next !== undefined && (typeof next === 'string' || next instanceof File)) return
    here = next ?? write(here, part, /^\d+$/.test(path[i + 1] ?? '') ? [] : {})
  }
  const last = path.at(-1) ?? ''
  const before = read(here, last)
  write(here, last, before === undefined ? value : Array.isArray(before) ? [...before, value] : [before, value])
}

function read(branch: Branch, part: string): FormValue | undefined {
  if (Array.isArray(branch)) return branch[Number(part)]
  return Object.hasOwn(branch, part) ? branch[part] : undefined
}

function write<T extends FormValue>(branch: Branch, part: string, value: T): T {
  if (Array.isArray(branch)) {
    if (/^\d+$/.test(part)) branch[Number(part)] = value
  } else branch[part] = value
  return value
}

/** The text at a dotted name, or nothing: for showing a form again with what was typed. */
export function textAt(values: FormValues, name: string): string {
  let here: FormValue | undefined = values
  for (const part of name.split('.')) {
    if (here === undefined || typeof here === 'string' || here instanceof File) return ''
    here = read(here, part)
  }
  return typeof here === 'string' ? here : ''
}
