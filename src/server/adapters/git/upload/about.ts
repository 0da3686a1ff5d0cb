/** What comes with an upload beside its bytes. */
import type { RemoteImport } from '../port.ts'

export const ABOUT_HEADER = 'x-handiwork-about'

/** Written by our own web process only, which holds the key of the door. */
export interface About {
  author: { name: string; email: string }
  message: string
  /** ISO 8601: the date of the commit. */
  at: string
  ip: string
  pusher?: string
  ageMs: number
}

/** What is asked of an import, in the request's body. */
export type AskedImport = Omit<RemoteImport, 'repoId' | 'at'> & { at: string }

export function readAbout(header: string | string[] | undefined): About {
  return JSON.parse(Buffer.from(String(header ?? ''), 'base64url').toString()) as About
}

/** As git writes people: whatever would end the field is taken out, and nobody is nameless. */
export function signature({ author, at }: Pick<About, 'author' | 'at'>): { name: string; email: string; date: string } {
  const clean = (text: string) => text.replace(/[<>\x00-\x1f\x7f]/g, ' ').trim()
  const name = /[\p{L}\p{N}]/u.test(author.name) ? clean(author.name) : 'Candidate'
  return { name, email: clean(author.email), date: `${Math.floor(Date.parse(at) / 1000)} +0000` }
}
