/** Moving one branch as git moves it: under its lock file, compared first, synced before it shows. */
import { open, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { refAt } from '../ref-files.ts'
import { writeSynced } from '../skeleton.ts'

/** A lock of ours is held for one decision. What is older was left by somebody who was killed. */
const LEFT_AFTER_MS = 60_000

export interface HeldRef {
  /** Shows the new id to everybody, for ever. */
  move(newSha: string): Promise<void>
  /** Leaves the branch as it is. */
  release(): Promise<void>
}

/** Holds a branch that is at `oldSha`; undefined when it is not, or when somebody else holds it. No git can move it meanwhile. */
export async function holdRef(repo: string, ref: string, oldSha: string): Promise<HeldRef | undefined> {
  const file = path.join(repo, ref)
  const lock = `${file}.lock`
  if (refAt(repo, ref) !== oldSha || !(await take(lock))) return undefined
  let held = true
  const release = async () => {
    // Once moved the name is free, and may be somebody else's lock already.
    if (held) await rm(lock, { force: true })
    held = false
  }
  // Once more, now that nobody can move it.
  if (refAt(repo, ref) !== oldSha) return void (await release())
  return {
    release,
    async move(newSha) {
      await writeSynced(lock, `${newSha}\n`)
      await rename(lock, file)
      held = false
    },
  }
}

async function take(lock: string): Promise<boolean> {
  try {
    await (await open(lock, 'wx')).close()
    return true
  } catch {
    await removeLeft(lock)
    return false
  }
}

/** For the next push: pushes to one repository run one at a time, so nobody decides for so long. */
async function removeLeft(lock: string): Promise<void> {
  const found = await stat(lock).catch(() => undefined)
  // clock: how old a file on this machine's disk is
  if (found && Date.now() - found.mtimeMs > LEFT_AFTER_MS) await rm(lock, { force: true })
}
