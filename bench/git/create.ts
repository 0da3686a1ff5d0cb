/** What it takes to give somebody their repository: the files, and the rows of a started attempt. */
import { randomBytes } from 'node:crypto'
import { createRepoStore } from '#server/adapters/git/store.ts'
import { startClock } from '#server/features/assignments/start-assignment.ts'
import { wireFeatures } from '#server/features/index.ts'
import { openDatabase } from '#server/platform/db/database.ts'
import { SYSTEM } from '#server/platform/principal.ts'

export type Connection = { host: string; port: number; user: string }

/** Milliseconds of each start: the repository, then one transaction with clock, timers and event. One after the other, as people come. */
export async function startsInTurn(o: { connection: Connection; reposDir: string; starter: string; offered: string[] }): Promise<number[]> {
  wireFeatures()
  const store = createRepoStore({ reposDir: o.reposDir })
  const db = openDatabase(o.connection, 2)
  const took: number[] = []
  try {
    for (const assignmentId of o.offered) {
      const began = performance.now()
      const { commit } = await store.create(newRepoId(), o.starter)
      await db.transaction(SYSTEM, (tx) => startClock(tx, assignmentId, commit))
      took.push(performance.now() - began)
    }
  } finally {
    await db.close()
  }
  return took
}

function newRepoId(): string {
  return `bench${randomBytes(11).toString('hex').slice(0, 21)}`
}
