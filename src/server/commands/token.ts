import { parseArgs } from 'node:util'
import { SCOPES, scope } from '#contract/accounts.ts'
import { createTokenFor } from '#server/features/accounts/index.ts'
import { openPostgres } from '#server/main.ts'
import { openContext } from '#server/open-context.ts'
import { readConfig } from '#server/platform/config.ts'
import { migrate } from '#server/platform/db/migrate.ts'

const USAGE = `handiwork token create --email owner@example.com --scopes ${SCOPES.join(',')} [--name "my script"] [--days 90]`

/** `handiwork token create`: prints a new API token of a member, and nothing else, on standard output. */
export async function createTokenCommand(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { email: { type: 'string' }, scopes: { type: 'string' }, name: { type: 'string', default: 'command line' }, days: { type: 'string', default: '90' } },
  })
  if (positionals[0] !== 'create' || !values.email || !values.scopes) throw new Error(USAGE)
  const scopes = values.scopes.split(',').map((s) => {
    const known = scope.safeParse(s.trim())
    if (!known.success) throw new Error(`There is no scope “${s}”. Choose from ${SCOPES.join(', ')}.`)
    return known.data
  })
  const config = readConfig(process.env)
  // Beside a running server this adopts its PostgreSQL and leaves it running.
  const database = await openPostgres(config, () => {}, { own: false })
  await migrate(database.connection)
  const { ctx, close } = await openContext(config, { connection: database.connection, poolSize: 2, role: 'token' })
  try {
    process.stdout.write(`${await createTokenFor(ctx, { email: values.email, scopes, name: values.name, days: Number(values.days) })}\n`)
  } finally {
    await close()
    await database.stop()
  }
}
