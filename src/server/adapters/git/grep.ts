/** Searching the files of a commit. The pattern is a stranger's as much as the files are: time, memory and output are bounded. */
import type { Git } from './environment.ts'
import { checkedSha } from './layout.ts'
import type { SearchHit, SearchQuestion, SearchResult } from './port.ts'
import { createSlots } from './slots.ts'
import { capture } from './run.ts'

const MOST_BYTES = 1024 * 1024
const TIMEOUT_MS = 3_000
/** Characters shown of a line. */
const SHOWN = 300

/** Whoever searches one repository again and again waits for themselves. */
const searching = createSlots({ total: 2, waiting: 0 })

/** @returns null when the pattern is no regular expression that can be answered here */
export async function grep(git: Git, repo: string, commit: string, q: SearchQuestion): Promise<SearchResult | null> {
  if (!isAnswerable(q)) return null
  const flags = ['-z', '-n', '--column', '-I', '--no-color', '--no-textconv', '--full-name', '--threads=1', `--max-count=${q.mostHits}`]
  const how = [q.regex ? '-E' : '-F', ...(q.ignoreCase ? ['-i'] : []), '-e', q.text]
  const args = [`--git-dir=${repo}`, 'grep', ...flags, ...how, checkedSha(commit), '--']
  const { code, stdout, truncated, timedOut } = await searching.run({ key: repo, perKey: 1, patient: true }, () => capture(git, args, { maxBytes: MOST_BYTES, timeoutMs: TIMEOUT_MS, limited: true }))
  // 1 is "nothing found"; killed by a limit of its own has no code.
  if (code !== null && code > 1) return null
  const hits = parseHits(stdout)
  const cut = truncated || timedOut || code === null
  return { hits: hits.slice(0, q.mostHits), truncated: cut || hits.length > q.mostHits }
}

/** POSIX extended: no look-around. Back-references and large counts are what makes such a search endless. */
export function isAnswerable(q: Pick<SearchQuestion, 'text' | 'regex'>): boolean {
  if (q.text === '' || q.text.length > 200 || /[\0\n]/.test(q.text)) return false
  if (!q.regex) return true
  const counts = q.text.match(/\{[^}]*\}/g) ?? []
  return !/\\[1-9]/.test(q.text) && counts.length <= 2 && counts.every((c) => !/\d{3}/.test(c))
}

/** `<commit>:<path>\0<line>\0<column>\0<text>\n`, the last of them perhaps cut. */
export function parseHits(output: Buffer): SearchHit[] {
  const hits: SearchHit[] = []
  for (let at = 0; at < output.length; ) {
    const end = output.indexOf(10, at)
    if (end < 0) break
    const [place = '', line = '', column = ''] = output.toString('utf8', at, Math.min(end, at + 4_096)).split('\0')
    const text = lastField(output.subarray(at, end))
    const from = Math.max(0, Number(column) - 1 - SHOWN / 2)
    hits.push({ path: place.slice(41), line: Number(line), column: Number(column), bytes: text.subarray(from === 0 ? 0 : startOfCharacter(text, from), from + SHOWN), from })
    at = end + 1
  }
  return hits
}

/** What follows the third NUL; files with NULs of their own are not searched. */
function lastField(record: Buffer): Buffer {
  let at = -1
  for (let n = 0; n < 3; n++) at = record.indexOf(0, at + 1)
  return record.subarray(at + 1)
}

function startOfCharacter(bytes: Buffer, at: number): number {
  let start = at
  while (start < bytes.length && ((bytes[start] ?? 0) & 0xc0) === 0x80) start++
  return start
}
