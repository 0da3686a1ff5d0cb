import { operations } from '#contract/index.ts'
import type { Running } from '#server/main.ts'
import { advanceTo } from './candidates.ts'
import { CANDIDATES, type Company } from './cast.ts'
import { setDemoClock } from './clock.ts'
import { Person, until } from './http.ts'
import type { PaymentSim } from './payment-sim/server.ts'

const PASSWORD = 'believable company'

/** Minutes from now at which the demo's story begins; what is skipped in it, seven take-homes of hours each, adds up to less. */
const BEGIN = -29 * 60

/** Makes the company by driving the same operations the screens and scripts use. */
export async function buildCompany(running: Running, bank: PaymentSim, say: (line: string) => void): Promise<void> {
  await setDemoClock(running, BEGIN)
  const company = await foundCompany(running, bank)
  for (const c of CANDIDATES) {
    say(`  ${c.name}: ${c.stage}`)
    await advanceTo(company, c)
  }
  await setDemoClock(running, 0)
}

async function foundCompany(running: Running, bank: PaymentSim): Promise<Company> {
  const { url } = running
  const owner = new Person(url)
  const token = /#t=(\w+)/.exec(running.setupLink ?? '')?.[1] ?? ''
  await owner.call(operations.completeSetup, { body: { token, name: 'Olivia Osei', email: 'olivia@acme.example', password: PASSWORD, organization_name: 'Acme' } })
  await owner.call(operations.updateOrganization, { body: { about: 'We make scheduling for shared workshops: nine people, eight years, profitable.', website: 'https://acme.example' } })
  const mail = (to: string, subject: RegExp) =>
    until(async () => (await owner.call(operations.listMail, { query: { limit: 200 } })).items.find((m) => m.to === to && subject.test(m.subject))?.text)
  const join = async (name: string, email: string, role: 'recruiter' | 'reviewer' | 'interviewer') => {
    await owner.call(operations.inviteMember, { body: { name, email, role } })
    const invitation = /#t=(\w+)/.exec(await mail(email, /invites you/))?.[1] ?? ''
    const person = new Person(url)
    const session = await person.call(operations.acceptInvitation, { body: { token: invitation, name, password: PASSWORD } })
    return { person, id: session.member.id }
  }
  await join('Remy Castel', 'remy@acme.example', 'recruiter')
  const ana = await join('Ana Petrova', 'ana@acme.example', 'reviewer')
  const ben = await join('Ben Adeyemi', 'ben@acme.example', 'reviewer')
  const ines = await join('Ines Duarte', 'ines@acme.example', 'interviewer')
  await owner.call(operations.putCharities, { body: { items: [{ name: 'Room to Read', url: 'https://www.roomtoread.org' }, { name: 'Doctors Without Borders', url: 'https://www.msf.org' }] } })
  const jobSlug = await openJob(owner, { reviewers: [ana.id, ben.id], interviewers: [ines.id] })
  await offerTimes(ines.person)
  let minutes = BEGIN
  const skip = async (more: number) => {
    await setDemoClock(running, (minutes += more))
    // A session ends when nobody uses it for hours; the team stays signed in.
    for (const person of [owner, ana.person, ben.person, ines.person]) await person.call(operations.getSession)
  }
  return { skip, running, bank, owner, ana: ana.person, ben: ben.person, ines: ines.person, jobSlug, mail }
}

async function openJob(owner: Person, team: { reviewers: string[]; interviewers: string[] }): Promise<string> {
  const job = await owner.call(operations.createJob, { body: { title: 'Backend Engineer', template: 'backend-engineer' } })
  const params = { id: job.id }
  const pay_range = { min: { amount_minor: 9_500_000, currency: 'USD' }, max: { amount_minor: 12_500_000, currency: 'USD' }, period: 'year' as const }
  await owner.call(operations.updateJob, { params, body: { location: 'Remote, within four hours of UTC', pay_range, description: 'You own the booking API and its data: what is true, what is fast, and what happens at three in the morning.\n\nYou work with two other engineers and ship every week.' } })
  await owner.call(operations.setHiringTeam, { params, body: { hiring_manager: null, ...team } })
  await owner.call(operations.publishJob, { params })
  return job.slug
}

/** Two weeks of afternoons, all still to come when the demo arrives at the present. */
async function offerTimes(ines: Person): Promise<void> {
  const { now } = await ines.call(operations.getServerTime)
  const midnight = new Date(`${now.slice(0, 10)}T00:00:00Z`).getTime()
  const starts = Array.from({ length: 14 }, (_, d) => [14, 15.5, 17].map((h) => new Date(midnight + ((d + 3) * 24 + h) * 3_600_000).toISOString())).flat()
  await ines.call(operations.publishSlots, { body: { starts, minutes: 60 } })
}
