import { openPostgres } from '#server/main.ts'
import { readConfig } from '#server/platform/config.ts'
import { migrate } from '#server/platform/db/migrate.ts'
import { say } from './serve.ts'

/** `handiwork migrate`: brings the database up to date and stops. */
export async function migrateCommand(): Promise<void> {
  const database = await openPostgres(readConfig(process.env), say, { own: true })
  try {
    const applied = await migrate(database.connection)
    say(applied.length > 0 ? `Applied ${applied.join(', ')}.` : 'The database is up to date.')
  } finally {
    await database.stop()
  }
}
