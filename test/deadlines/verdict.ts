import type { HerdResult, PushResult } from './run.ts'

/** Sent so many milliseconds before or after the deadline, there is no doubt on which side the first byte arrived. */
const NO_DOUBT_MS = 250

/** Handed over before the deadline, it may have come after it, by as long as the machine made everybody wait. */
const isClear = (offset: number, heldUpMs: number) => Math.abs(offset) >= (offset < 0 ? NO_DOUBT_MS + heldUpMs : NO_DOUBT_MS)

/** The push log, the words the client was told, the sealed commit and the moment of the first byte say the same. */
export function agrees(r: HerdResult, p: PushResult): boolean {
  const row = r.log.find((l) => l.repo_id === p.attempt.repoId)
  const commit = r.sealed.find((s) => s.assignment_id === p.attempt.assignmentId)?.commit
  const counted = commit === p.delivery.to
  const applied = row?.state === 'applied'
  if (p.aborted) return !applied && !counted && p.said === 'nothing'
  if (applied !== counted || applied !== (p.said === 'received')) return false
  if (!applied && p.said !== 'too late') return false
  if (applied !== row?.in_time) return false
  return !isClear(p.offset, r.heldUpMs) || applied === p.offset < 0
}
