import { jobOps } from '#contract/jobs.ts'
import { processFile } from '#server/features/templates/index.ts'
import { on } from '#server/platform/feature.ts'
import { loadJobForMember } from './access.ts'
import { changeJob } from './change-job.ts'
import { changeProcess, importProcess } from './change-process.ts'
import { closeJob } from './close-job.ts'
import { createJob } from './create-job.ts'
import { publishJob } from './publish-job.ts'
import { setHiringTeam } from './set-hiring-team.ts'
import { showJob, showJobs, showProcess } from './show-job.ts'
import { hiringTeam } from './team-store.ts'

export const teamRoutes = [
  on(jobOps.listJobs, async (tx, _input, ctx) => ({ items: await showJobs(tx, ctx) })),
  on(jobOps.createJob, async (tx, { body }, ctx) => showJob(tx, ctx, await createJob(tx, body))),
  on(jobOps.getJob, async (tx, { params }, ctx) => showJob(tx, ctx, params.id)),
  on(jobOps.updateJob, async (tx, { params, body }, ctx) => {
    await changeJob(tx, params.id, body)
    return showJob(tx, ctx, params.id)
  }),
  on(jobOps.getJobProcess, async (tx, { params }) => showProcess(tx, params.id)),
  on(jobOps.updateJobProcess, async (tx, { params, body }) => {
    await changeProcess(tx, params.id, body)
    return showProcess(tx, params.id)
  }),
  on(jobOps.importJobProcess, async (tx, { params, body }) => {
    const mistakes = await importProcess(tx, params.id, body.yaml)
    return { job_process: mistakes.length > 0 ? null : await showProcess(tx, params.id), mistakes }
  }),
  on(jobOps.exportJobProcess, async (tx, { params }) => {
    const job = await loadJobForMember(tx, params.id)
    return processFile(job.draft, job.slug)
  }),
  on(jobOps.getHiringTeam, async (tx, { params }) => hiringTeam(tx, (await loadJobForMember(tx, params.id)).id)),
  on(jobOps.setHiringTeam, async (tx, { params, body }) => {
    await setHiringTeam(tx, params.id, body)
    return hiringTeam(tx, params.id)
  }),
  on(jobOps.publishJob, async (tx, { params }, ctx) => {
    await publishJob(tx, params.id, ctx.providers)
    return showJob(tx, ctx, params.id)
  }),
  on(jobOps.closeJob, async (tx, { params }, ctx) => {
    await closeJob(tx, params.id)
    return showJob(tx, ctx, params.id)
  }),
]
