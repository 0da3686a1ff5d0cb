/**
 * The list of refs a push begins with, written from the ref files: one process less for every push. git checks every
 * old id again where it moves the refs, so a stale list costs a client a refusal and nothing else.
 */
import { FLUSH, pkt } from './pkt-line.ts'
import { visibleRefs } from './ref-files.ts'

/** What this git says it can do, from an answer of its own: what follows the NUL of its first line. */
export function capabilitiesOf(advertisement: Buffer): string | undefined {
  return /\0([^\n]+)\n/.exec(advertisement.toString('latin1'))?.[1]
}

/** The body receive-pack would give, or undefined where git must be asked. */
export function pushAdvertisement(repo: string, capabilities: string): Buffer | undefined {
  const refs = visibleRefs(repo)
  if (!refs || refs.length === 0) return undefined
  const lines = refs.map(({ sha, name }, n) => pkt(`${sha} ${name}${n === 0 ? `\0${capabilities}` : ''}\n`))
  return Buffer.concat([...lines, FLUSH])
}
