import { careersOps } from '#contract/careers.ts'
import { openJobsOf, publishedJobBySlugs } from '#server/features/jobs/index.ts'
import { notFound } from '#server/platform/errors.ts'
import { on, onOuter } from '#server/platform/feature.ts'
import type { Tx } from '#server/platform/tx.ts'
import { apply } from './apply.ts'
import { keepUpload } from './keep-upload.ts'
import { presentListed, presentPublic } from './present.ts'
import { type PublicOrganization, organizationBySlug } from './store.ts'

export const publicRoutes = [
  on(careersOps.getCareers, async (tx, { params }) => ({ organization: await foundOrganization(tx, params.org), jobs: (await openJobsOf(tx, params.org)).map(presentListed) })),
  on(careersOps.getPublicJob, async (tx, { params }) => {
    const job = await publishedJobBySlugs(tx, params.org, params.job)
    if (!job) throw notFound('This job')
    return { organization: await foundOrganization(tx, params.org), job: presentPublic(job) }
  }),
  onOuter(careersOps.uploadFile, (ctx, { query }) => keepUpload(ctx, query.filename)),
  on(careersOps.apply, async (tx, { params, body }, ctx) => ({ application_id: await apply(tx, params, body, ctx.ip) })),
]

async function foundOrganization(tx: Tx, slug: string): Promise<PublicOrganization> {
  const organization = await organizationBySlug(tx, slug)
  if (!organization) throw notFound('This organization')
  return organization
}
