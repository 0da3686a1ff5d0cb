import { say, stopOnSignals } from '#server/commands/serve.ts'
import { makeSignInLink } from '#server/features/accounts/index.ts'
import { type Running, start } from '#server/main.ts'
import { readConfig } from '#server/platform/config.ts'
import { openDemoBank } from './bank.ts'
import { buildCompany } from './company.ts'

/** `handiwork demo`: the same server with a believable company whose candidates stand in every stage. */
export async function demo(): Promise<void> {
  const dataDir = process.env['DATA_DIR'] ?? './data/demo'
  const bank = await openDemoBank(dataDir)
  const running = await start(readConfig({ ...process.env, DATA_DIR: dataDir, ...bank.environment }), say)
  bank.listenTo(running)
  stopOnSignals(running)
  say(`\nThe demo serves on ${running.url}`)
  if (running.setupLink) {
    say('Making a company, its team and its candidates…')
    await buildCompany(running, bank.sim, say)
  }
  await sayDoors(running)
  say('Candidates are paid by a provider that moves no money, started with the demo: see Payouts.')
}

const DOORS = [
  ['owner', 'olivia@acme.example', 'team'],
  ['recruiter', 'remy@acme.example', 'team'],
  ['reviewer', 'ana@acme.example', 'team'],
  ['interviewer', 'ines@acme.example', 'team'],
  ['candidate, working on the take-home', 'mika@candidates.example', 'portal'],
  ['candidate with an offer', 'tomas@candidates.example', 'portal'],
] as const

/** A link for one person of each kind; with the password, or the codes in the owner's mailbox, one comes back later. */
async function sayDoors(running: Running) {
  say('\nSign in as one of these (each link works once, for a day):')
  for (const [kind, email, audience] of DOORS) say(`  ${kind}\n    ${await makeSignInLink(running.ctx, { email, audience, seconds: 86_400 })}`)
  say('The team’s password is “believable company”. Candidates’ codes and everybody’s mail are in the owner’s mailbox.')
}
