import { constants, copyFileSync, openSync, readFileSync, rmSync, statSync, truncateSync } from 'node:fs'

const LARGEST = 4 * 1024 * 1024
const MINUTE = 60_000

/** The file PostgreSQL writes its log to. A file and no pipe: it outlives us, and nobody would read the pipe. */
export interface LogFile {
  path: string
  /** A handle that always writes at the end, so that emptying the file leaves no hole. The caller closes it. */
  open(): number
  size(): number
  /** What was written since a position told by `size`. */
  since(position: number): string
  /** Keeps the file, and its predecessor beside it, at some megabytes, until the returned function is called. */
  keepBounded(): () => void
}

export function logFile(path: string): LogFile {
  const size = () => statSync(path, { throwIfNoEntry: false })?.size ?? 0
  return {
    path,
    size,
    open: () => openSync(path, constants.O_WRONLY | constants.O_CREAT | constants.O_APPEND | (constants.O_NOFOLLOW ?? 0), 0o600),
    since: (position) => (size() > 0 ? readFileSync(path).subarray(position).toString('utf8') : ''),
    keepBounded: () => {
      bound(path, size())
      const timer = setInterval(() => bound(path, size()), MINUTE).unref()
      return () => clearInterval(timer)
    },
  }
}

/** PostgreSQL keeps the file open, so it is emptied in place instead of renamed. A log never ends the program. */
function bound(path: string, size: number) {
  if (size < LARGEST) return
  attempt(() => {
    rmSync(`${path}.1`, { force: true })
    // Never over something another put there.
    copyFileSync(path, `${path}.1`, constants.COPYFILE_EXCL)
  })
  // Also when the copy did not fit on the disk.
  attempt(() => truncateSync(path))
}

function attempt(act: () => void) {
  try {
    act()
  } catch {
    // The log belongs to another user, or the disk is full: tried again in a minute.
  }
}
