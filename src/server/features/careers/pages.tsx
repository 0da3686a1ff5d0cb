import type { Context as HonoContext, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { GalleryTemplate } from '#contract/jobs.ts'
import type { Problem } from '#contract/problems.ts'
import type { PageRoutes } from '#server/platform/feature.ts'
import { Refusal } from '#server/platform/errors.ts'
import { serveSiteAssets } from '#server/platform/http/html/assets.ts'
import { type FormValues, formValues, textAt } from '#server/platform/http/html/form-values.ts'
import { messagePage } from '#server/platform/http/html/layout.tsx'
import type { Site } from '#server/platform/http/page-site.ts'
import { appliedPage, applyPage } from './apply-page.tsx'
import { careersPage } from './careers-page.tsx'
import { feeds } from './feeds.ts'
import { galleryPage, templatePage } from './gallery-pages.tsx'
import { homePage } from './home-page.tsx'
import { type ShownJob, jobPage } from './job-page.tsx'
import { sendApplication } from './send-application.ts'
import { MAX_UPLOAD } from './upload.ts'

/** Answers are typed as what a handler may give; what arrives here went through the schema, its defaults filled in. */
const parsed = <T,>(answer: unknown) => answer as T

const nothing = { params: {}, query: {}, body: {} }

/** The pages of the public. */
export const pages: PageRoutes = (app, site) => {
  serveSiteAssets(app)
  app.route('/', feeds(site))
  galleryRoutes(app, site)
  careersRoutes(app, site)
}

function galleryRoutes(app: Hono, site: Site): void {
  app.get('/', async (c) => {
    const policy = await site.call(c, site.operations.getSignUpPolicy, nothing)
    return c.html(homePage({ needsOwner: policy.ok && policy.answer.needs_owner }))
  })
  app.get('/templates', async (c) => {
    const found = await site.call(c, site.operations.listGallery, nothing)
    return found.ok ? c.html(galleryPage(parsed<GalleryTemplate[]>(found.answer.items))) : sorry(c, found.problem)
  })
  app.get('/templates/:slug', async (c) => {
    const found = await site.call(c, site.operations.getGalleryTemplate, { ...nothing, params: c.req.param() })
    return found.ok ? c.html(templatePage(parsed<GalleryTemplate>(found.answer))) : sorry(c, found.problem)
  })
}

function careersRoutes(app: Hono, site: Site): void {
  app.get('/careers/:org', async (c) => {
    const found = await site.call(c, site.operations.getCareers, { ...nothing, params: c.req.param() })
    return found.ok ? c.html(careersPage(found.answer, await site.portalEmail(c))) : sorry(c, found.problem)
  })
  app.get('/careers/:org/:job', async (c) => {
    const found = await publicJob(site, c, c.req.param())
    return found.ok ? c.html(jobPage(found.answer, { publicUrl: site.config.publicUrl, signedInAs: await site.portalEmail(c) })) : sorry(c, found.problem)
  })
  app.get('/careers/:org/:job/apply', (c) => showForm(site, c, c.req.param()))
  const tooLarge = new Refusal(413, 'file_too_large', 'The form with its file is larger than 10 MB. Go back and choose a smaller file; what you typed is still there.')
  app.post('/careers/:org/:job/apply', bodyLimit({ maxSize: MAX_UPLOAD + 1024 * 1024, onError: (c) => refused(c, tooLarge) }), (c) => takeForm(site, c, c.req.param()))
}

interface Where {
  org: string
  job: string
}

async function publicJob(site: Site, c: HonoContext, where: Where): Promise<{ ok: true; answer: ShownJob } | { ok: false; problem: Problem }> {
  const found = await site.call(c, site.operations.getPublicJob, { ...nothing, params: where })
  return found.ok ? { ok: true, answer: parsed<ShownJob>(found.answer) } : found
}

async function showForm(site: Site, c: HonoContext, where: Where): Promise<Response> {
  const found = await publicJob(site, c, where)
  if (!found.ok) return sorry(c, found.problem)
  if (!found.answer.job.open) return c.redirect(`/careers/${where.org}/${where.job}`, 303)
  return c.html(applyPage({ ...found.answer, values: {}, errors: {}, resume: null, signedInAs: await site.portalEmail(c) }))
}

async function takeForm(site: Site, c: HonoContext, where: Where): Promise<Response> {
  const found = await publicJob(site, c, where)
  if (!found.ok) return sorry(c, found.problem)
  const values = await readForm(c)
  if (values instanceof Refusal) return refused(c, values)
  const sent = await sendApplication(site, c, where, values)
  if (sent.ok) return c.html(appliedPage({ ...found.answer, email: textAt(values, 'email').trim().toLowerCase() }), 201)
  const html = applyPage({ ...found.answer, values, errors: sent.errors, resume: sent.resume, signedInAs: await site.portalEmail(c) })
  return c.html(html, sent.status as ContentfulStatusCode)
}

async function readForm(c: HonoContext): Promise<FormValues | Refusal> {
  try {
    return await formValues(c)
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
}

function refused(c: HonoContext, r: Refusal): Response {
  // The status of a refusal is one that carries a page.
  return c.html(messagePage({ title: 'That did not work', text: r.message }), r.status as ContentfulStatusCode) as Response
}

function sorry(c: HonoContext, problem: Problem): Response {
  const title = problem.status === 404 ? 'There is nothing at this address' : 'That did not work'
  const text = problem.status === 404 ? 'The page may have moved, or the address has a slip in it.' : problem.detail
  return c.html(messagePage({ title, text, link: { label: 'To the front page', href: '/' }, requestId: problem.request_id }), problem.status as ContentfulStatusCode) as Response
}
