import { operations } from '#contract/index.ts'
import { type HiringProcess, hiringProcess } from '#contract/process.ts'
import type { Client } from './client.ts'

const application = { key: 'application', type: 'application_form', name: 'Application', config: { screening_enabled: true } }
const offer = { key: 'offer', type: 'offer', name: 'Offer', due_within: 'PT48H', config: { how_we_work: 'We decide in writing.' } }
const levels = ['Missing', 'Partly there', 'Solid', 'Strong', 'Outstanding'].map((name, i) => ({ level: i + 1, name, description: `${name}: what that looks like.` }))

/** Nothing between applying and the offer: whoever applies is at the offer when somebody has read them. */
const straight = hiringProcess.parse({ name: 'Straight to the offer', stages: [application, offer] })

/** People talk, and nobody writes code: an interview, two references, the offer. */
const talking = hiringProcess.parse({
  name: 'Only talking',
  stages: [
    application,
    { key: 'talk', type: 'live_interview', name: 'Talk', config: { location: 'A video call', duration: 'PT1H', standing_questions: [{ id: 'broke', question: 'What broke?', prompt: 'Ask how they noticed.' }], criteria: [{ id: 'depth', name: 'Depth', weight: 100, levels }] } },
    { key: 'references', type: 'reference_check', name: 'References', config: { count: 2, call_duration: 'PT20M', questions: [{ id: 'together', question: 'What did you build together?' }] } },
    offer,
  ],
})

const pay_range = { min: { amount_minor: 9_000_000, currency: 'USD' }, max: { amount_minor: 12_000_000, currency: 'USD' }, period: 'year' as const }

/** An open job with the shortest process there is. */
export async function openSmallJob(owner: Client, title = 'Engineer') {
  return open(owner, { title, process: straight, interviewers: [] })
}

/** An open job whose candidates are talked with, and nothing else. */
export async function openTalkingJob(owner: Client, o: { interviewers: string[]; title?: string }) {
  return open(owner, { title: 'Engineer', process: talking, ...o })
}

async function open(owner: Client, o: { title: string; process: HiringProcess; interviewers: string[] }) {
  const { id } = await owner.call(operations.createJob, { body: { title: o.title } })
  const params = { id }
  await owner.call(operations.updateJobProcess, { params, body: { process: o.process, revision: 1 } })
  await owner.call(operations.updateJob, { params, body: { pay_range } })
  await owner.call(operations.setHiringTeam, { params, body: { hiring_manager: null, reviewers: [], interviewers: o.interviewers } })
  return owner.call(operations.publishJob, { params })
}
