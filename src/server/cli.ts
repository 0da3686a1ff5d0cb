import { createTokenCommand } from './commands/token.ts'
import { serve } from './commands/serve.ts'
import { verifyReceiptCommand } from './commands/verify-receipt.ts'
import { migrateCommand } from './commands/migrate.ts'
import { demo } from './demo/demo.ts'

const USAGE = `handiwork serve                              start everything (what npm start does)
handiwork demo                               start with a believable company in every stage
handiwork migrate                            bring the database up to date and stop
handiwork token create --email … --scopes …  make an API token for a member
handiwork verify-receipt FILE CLONE          whether a clone holds what a receipt says was sealed; asks no server
`

const commands: Record<string, (args: string[]) => Promise<void>> = {
  serve,
  demo,
  migrate: migrateCommand,
  token: createTokenCommand,
  'verify-receipt': verifyReceiptCommand,
}

const [name = 'serve', ...args] = process.argv.slice(2)
const command = commands[name]
if (!command) {
  process.stderr.write(`There is no command “${name}”.\n\n${USAGE}`)
  process.exitCode = 2
} else {
  await command(args).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    process.exit(1)
  })
}
