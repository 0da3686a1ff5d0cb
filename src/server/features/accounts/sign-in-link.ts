import { hashToken } from '#server/lib/tokens.ts'
import type { Config } from '#server/platform/config.ts'

/** How often an hour an address can be written to, and an origin can ask. */
export const LINKS_AN_HOUR = 5
export const LINKS_AN_HOUR_FROM_ONE_PLACE = 300

/** Seconds a link, its code and the cookie that binds the link to its browser live. */
export const LINK_LIFE = 600

/** The cookie that ties a link to the browser that asked for it. */
export function bindingCookie(config: Config): string {
  return config.publicUrl.startsWith('https:') ? '__Host-hw_pre' : 'hw_pre'
}

/** Six digits are few: bound to the address, they can't be looked up in a table made once. */
export function codeHash(email: string, code: string): string {
  return hashToken(`${email}:${code}`)
}
