import type { Db } from './db.ts'
import { deliveriesIn } from './inbox.ts'

export interface Processed {
  /** The names of the files that this call processed, in the order in which it did. */
  files: string[]
}

/** Processes every file of the folder that is not known yet. */
export async function run(_db: Db, folder: string): Promise<Processed> {
  await deliveriesIn(folder)
  // Yours. See README.md.
  return { files: [] }
}

/** The same for old files: what they say goes into the days themselves, closed or not. */
export async function backfill(_db: Db, folder: string): Promise<Processed> {
  await deliveriesIn(folder)
  return { files: [] }
}
