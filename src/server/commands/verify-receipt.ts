import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { type Receipt, receipt } from '#contract/assignments.ts'
import { installGit } from '#server/adapters/git/environment.ts'
import { createReader } from '#server/adapters/git/reader.ts'

const USAGE = 'handiwork verify-receipt receipt.json path/to/your/clone'
const run = promisify(execFile)

/**
 * `handiwork verify-receipt`: whether a clone holds exactly what a receipt says was sealed. Asks no server.
 * @throws Error when it does not, saying what differs
 */
export async function verifyReceiptCommand(args: string[]): Promise<void> {
  const [file, clone, ...rest] = args
  if (!file || !clone || rest.length > 0) throw new Error(USAGE)
  const sealed = await readReceipt(file)
  const found = await hashOf(clone, sealed.commit)
  if (found.treeSha !== sealed.tree) throw new Error(`The tree of ${sealed.commit} is ${found.treeSha}; the receipt says ${sealed.tree}.`)
  if (found.sha256 !== sealed.content_sha256) throw new Error(`The content has the SHA-256 ${found.sha256}; the receipt says ${sealed.content_sha256}.`)
  process.stdout.write(`Verified: ${clone} holds what was sealed at ${sealed.sealed_at}, commit ${sealed.commit}, content ${sealed.content_sha256}.\n`)
}

async function readReceipt(file: string): Promise<Receipt> {
  const parsed = receipt.safeParse(JSON.parse(await readFile(file, 'utf8').catch(() => 'null')))
  if (!parsed.success) throw new Error(`${file} is not a receipt.`)
  return parsed.data
}

/** Hashes it as the server did, with nothing of this machine's or the clone's configuration. */
async function hashOf(clone: string, commit: string) {
  const dir = await mkdtemp(path.join(os.tmpdir(), 'handiwork-verify-'))
  try {
    const { stdout } = await run('git', ['-C', clone, 'rev-parse', '--absolute-git-dir']).catch(() => {
      throw new Error(`${clone} is not a clone.`)
    })
    return await createReader(installGit(dir), stdout.trim()).contentHash(commit)
  } catch (error) {
    throw error instanceof Error && error.message.startsWith('There is no commit') ? new Error(`${clone} does not hold the commit ${commit}. Fetch it first.`) : error
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}
