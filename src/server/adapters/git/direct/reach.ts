/** Everything that commits lead to, read from a repository's packs. */
import type { GitObject } from './pack-entry.ts'
import type { Stored } from './stored.ts'

/** How many commits and trees are opened for one answer; larger histories are left to git: nobody else is answered meanwhile. */
const MOST_OPENED = 600

/** The ids of commits, their history and all that is in it. Undefined where something is not a commit, missing, or too much. */
export function reachableFrom(commits: Iterable<string>, stored: Stored): Set<string> | undefined {
  const reached = new Set<string>()
  const waiting = [...commits]
  let opened = 0
  for (let sha = waiting.pop(); sha !== undefined; sha = waiting.pop()) {
    if (reached.has(sha)) continue
    const object = opened++ < MOST_OPENED ? stored.read(sha) : undefined
    const links = object && linksOf(object)
    if (!links) return undefined
    reached.add(sha)
    waiting.push(...links.toOpen)
    // That a file is here is seen when the packs are counted.
    for (const blob of links.blobs) reached.add(blob)
  }
  return reached
}

interface Links {
  toOpen: string[]
  blobs: string[]
}

function linksOf({ type, bytes }: GitObject): Links | undefined {
  if (type === 'tree') return treeLinks(bytes)
  if (type !== 'commit') return undefined
  const [head = ''] = bytes.toString('latin1').split('\n\n', 1)
  return { toOpen: [...head.matchAll(/^(?:tree|parent) ([0-9a-f]{40})$/gm)].map(([, sha = '']) => sha), blobs: [] }
}

/** Whatever its names are; what a submodule names is in another repository. */
function treeLinks(bytes: Buffer): Links {
  const links: Links = { toOpen: [], blobs: [] }
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf(0, at)
    const mode = bytes.toString('latin1', at, bytes.indexOf(32, at))
    const sha = bytes.toString('hex', end + 1, end + 21)
    if (mode === '40000') links.toOpen.push(sha)
    else if (mode !== '160000') links.blobs.push(sha)
    at = end < at ? bytes.length : end + 21
  }
  return links
}
