import { operations } from '#contract/index.ts'
import { hiringProcess } from '#contract/process.ts'
import type { Client } from './client.ts'

/** Nothing between applying and the offer: whoever applies is at the offer when somebody has read them. */
const process = hiringProcess.parse({
  name: 'Straight to the offer',
  stages: [
    { key: 'application', type: 'application_form', name: 'Application', config: { screening_enabled: true } },
    { key: 'offer', type: 'offer', name: 'Offer', config: { how_we_work: 'We decide in writing.' } },
  ],
})

const pay_range = { min: { amount_minor: 9_000_000, currency: 'USD' }, max: { amount_minor: 12_000_000, currency: 'USD' }, period: 'year' as const }

/** An open job with the shortest process there is. */
export async function openSmallJob(owner: Client, title = 'Engineer') {
  const { id } = await owner.call(operations.createJob, { body: { title } })
  const params = { id }
  await owner.call(operations.updateJobProcess, { params, body: { process, revision: 1 } })
  await owner.call(operations.updateJob, { params, body: { pay_range } })
  await owner.call(operations.setHiringTeam, { params, body: { hiring_manager: null, reviewers: [], interviewers: [] } })
  return owner.call(operations.publishJob, { params })
}
