import type { Identity } from './mask.ts'

/** Where people leave their name in a repository beside the commits themselves: trailers, manifests, licences, remnants of git. Pure. */

export interface Found {
  people: Identity[]
  /** Names of accounts on code hosts. */
  accounts: string[]
}

const SIGNED = /(?:^|[\s"'>(])((?:\p{Lu}[\p{L}'’.-]*[^\S\n]+){0,3}\p{Lu}[\p{L}'’.-]*)[^\S\n]*<([^\s<>@]+@[^\s<>]+)>/gu
const TRAILER = /^[A-Z][A-Za-z-]*-by:[^\S\n]*([^<\n]*?)[^\S\n]*(?:<([^<>\n]*)>)?[^\S\n]*$/gm
const COPYRIGHT = /(?:copyright|\(c\)|©)[^\S\n]*(?:\(c\)|©)?[^\S\n]*(?:\d{4}(?:[^\S\n]*[-–,][^\S\n]*\d{4})*)?[^\S\n]*(?:by[^\S\n]+)?((?:\p{Lu}[\p{L}'’.-]*[^\S\n]*){1,4})/giu
const AUTHOR = /(?:^|[\s*#/"'])@?author["']?[^\S\n]*[:=][^\S\n]*["']?((?:\p{Lu}[\p{L}'’.-]*[^\S\n]*){1,4})/gimu
const CONFIG_NAME = /^[^\S\n]*name[^\S\n]*=[^\S\n]*["']?([^"'\n]+?)["']?[^\S\n]*$/gm
const CONFIG_EMAIL = /^[^\S\n]*email[^\S\n]*=[^\S\n]*["']?([^"'\n\s]+@[^"'\n\s]+)["']?[^\S\n]*$/gm
const HOST = /(?:github|gitlab|bitbucket|codeberg)\.(?:com|org)[/:]([\w-]{2,39})/gi

/** People named by the trailers of a commit's message. */
export function inMessage(text: string): Identity[] {
  return [...text.matchAll(TRAILER)].map((m) => ({ name: m[1] ?? '', email: m[2] ?? '' }))
}

/** Files whose work it is to name people. */
export function namesPeople(path: string): boolean {
  return /(?:^|\/)(?:readme|licen[cs]e|copying|notice|authors|contributors|maintainers|codeowners|package\.json|pyproject\.toml|cargo\.toml|composer\.json|\.mailmap|\.?gitconfig|\.git-[\w-]+|config)(?:\.\w+)?$/i.test(path)
}

/** People and accounts such a file names. */
export function inFile(path: string, text: string): Found {
  const signed = [...text.matchAll(SIGNED)].map((m) => ({ name: m[1] ?? '', email: m[2] ?? '' }))
  const claimed = [...text.matchAll(COPYRIGHT), ...text.matchAll(AUTHOR)].map((m) => ({ name: m[1] ?? '', email: '' }))
  const config = /config/i.test(path) ? [...[...text.matchAll(CONFIG_NAME)].map((m) => ({ name: m[1] ?? '', email: '' })), ...[...text.matchAll(CONFIG_EMAIL)].map((m) => ({ name: '', email: m[1] ?? '' }))] : []
  const manifest = /package\.json$/i.test(path) ? inManifest(text) : { people: [], accounts: [] }
  const remotes = /config|package\.json|codeowners/i.test(path) ? [...text.matchAll(HOST)].map((m) => m[1] ?? '') : []
  const owners = /codeowners/i.test(path) ? [...text.matchAll(/@([\w-]{2,39})/g)].map((m) => m[1] ?? '') : []
  return { people: [...signed, ...claimed, ...config, ...manifest.people], accounts: [...manifest.accounts, ...remotes, ...owners] }
}

function inManifest(text: string): Found {
  const manifest = parsed(text)
  const listed = [manifest['author'], ...all(manifest['contributors']), ...all(manifest['maintainers'])]
  return { people: listed.flatMap(person), accounts: [...text.matchAll(/"(?:repository|url)"\s*:\s*"(?:github:)?([\w-]{2,39})\/[\w.-]+"/g)].map((m) => m[1] ?? '') }
}

/** As npm writes people: `Name <email> (url)`, or an object. */
function person(value: unknown): Identity[] {
  if (typeof value === 'string') return [{ name: value.replace(/[<(].*$/s, '').trim(), email: /<([^>]+)>/.exec(value)?.[1] ?? '' }]
  if (!isRecord(value)) return []
  return [{ name: typeof value['name'] === 'string' ? value['name'] : '', email: typeof value['email'] === 'string' ? value['email'] : '' }]
}

const all = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

function parsed(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    return isRecord(value) ? value : {}
  } catch {
    return {}
  }
}
