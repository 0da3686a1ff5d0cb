import { copyFileSync, openSync, readFileSync, statSync, truncateSync } from 'node:fs'

const LARGEST = 4 * 1024 * 1024
const MINUTE = 60_000

/** The file PostgreSQL writes its log to. A file and no pipe: it outlives us, and nobody would read the pipe. */
export interface LogFile {
  path: string
  /** A handle that always writes at the end, so that emptying the file leaves no hole. The caller closes it. */
  open(): number
  /** Says what was written since a position told by `size`. */
  since(position: number): string
  size(): number
  /** Keeps the file below some megabytes, and its predecessor beside it, until the returned function is called. */
  keepBounded(): () => void
}

export function logFile(path: string): LogFile {
  const size = () => statSync(path, { throwIfNoEntry: false })?.size ?? 0
  const bound = () => {
    if (size() < LARGEST) return
    copyFileSync(path, `${path}.1`)
    truncateSync(path)
  }
  return {
    path,
    open: () => openSync(path, 'a', 0o600),
    size,
    since: (position) => (size() ? readFileSync(path).subarray(Math.min(position, size())).toString('utf8') : ''),
    keepBounded: () => {
      bound()
      const timer = setInterval(bound, MINUTE).unref()
      return () => clearInterval(timer)
    },
  }
}
