import { say, stopOnSignals } from '#server/commands/serve.ts'
import { start } from '#server/main.ts'
import { readConfig } from '#server/platform/config.ts'
import { buildCompany } from './company.ts'

/** `handiwork demo`: the same server with a believable company whose candidates stand in every stage. */
export async function demo(): Promise<void> {
  const running = await start(readConfig({ ...process.env, DATA_DIR: process.env['DATA_DIR'] ?? './data/demo' }), say)
  stopOnSignals(running)
  say(`\nThe demo serves on ${running.url}`)
  if (running.setupLink) {
    say('Making a company, its team and its candidates…')
    await buildCompany(running, say)
  }
  say('Everybody’s password is “believable company”:')
  for (const line of ['owner        olivia@acme.example', 'recruiter    remy@acme.example', 'reviewer     ana@acme.example, ben@acme.example', 'interviewer  ines@acme.example']) say(`  ${line}`)
  say(`Sign in at ${running.url}/app/sign-in. Candidates sign in at ${running.url}/sign-in; their codes are in the owner’s mailbox.`)
}
