import { Hono } from 'hono'
import { beforeAll, describe, expect, it } from 'vitest'
import { operations } from '#contract/index.ts'
import type { Problem } from '#contract/problems.ts'
import { assetUrl } from '#server/platform/http/html/assets.ts'
import { nest, textAt } from '#server/platform/http/html/form-values.ts'
import { renderMarkdown } from '#server/platform/http/html/markdown.ts'
import type { Site } from '#server/platform/http/page-site.ts'
import { processFixture } from '#test/support/process-fixture.ts'
import { pages } from './pages.tsx'
import { contentTypeOf, plainFilename } from './upload.ts'

const HOSTILE = '<script>alert(1)</script>"\'&</title>'
const process = { ...processFixture(), name: HOSTILE, description: HOSTILE, why_it_works: [HOSTILE] }
const organization = { slug: 'acme', name: HOSTILE, about: `**About** ${HOSTILE}`, website: 'javascript:alert(1)' }
const pay_range = { min: { amount_minor: 15_000_000, currency: 'USD' }, max: { amount_minor: 19_000_000, currency: 'USD' }, period: 'year' }
const facts = { slug: 'backend', title: `Engineer ${HOSTILE}`, location: 'Remote (Europe)', employment_type: 'full_time', pay_range, description: `# Job\n\n[x](javascript:alert(1)) ${HOSTILE}`, opened_at: '2026-11-23T10:00:00.000Z', process_version: 1 }
const rubric = process.stages.find((s) => s.type === 'code_assignment')?.config.rubric

/** A site that answers from memory, so that pages are tried with names no company has. */
function pagesOver(o: { open?: boolean; applying?: Problem } = {}) {
  const app = new Hono()
  const job = { ...facts, open: o.open ?? true }
  const answers = new Map<unknown, unknown>([
    [operations.getSignUpPolicy, { open: true, needs_owner: true }],
    [operations.listGallery, { items: [{ slug: 'small', process }] }],
    [operations.getGalleryTemplate, { slug: 'small', process }],
    [operations.getCareers, { organization, jobs: [job] }],
    [operations.getPublicJob, { organization, job: { ...job, process, rubric } }],
    [operations.uploadFile, { id: 'fil_1', filename: HOSTILE, size: 3 }],
    [operations.apply, { application_id: 'app_1' }],
  ])
  const call = async (_c: unknown, operation: unknown) => (operation === operations.apply && o.applying ? { ok: false, problem: o.applying } : { ok: true, answer: answers.get(operation) })
  // Only what pages use of a site.
  pages(app, { config: { publicUrl: 'https://jobs.test' }, operations, call, portalEmail: async () => null } as unknown as Site)
  return app
}

const paths = ['/', '/templates', '/templates/small', '/careers/acme', '/careers/acme/backend', '/careers/acme/backend/apply']

describe('every public page', () => {
  it.each(paths)('%s escapes hostile names, runs nothing of its own and stays small', async (path) => {
    const html = await (await pagesOver().request(path)).text()
    expect(html).toMatch(/^<!doctype html><html lang="en">/)
    expect(html).not.toContain('<script>alert')
    expect(html.match(/<script(?![^>]*(?: src="\/assets\/|type="application\/ld\+json"))/g)).toBeNull()
    expect(html).not.toMatch(/ style=| on[a-z]+=|href="javascript:/i)
    expect(html.match(/<h1[ >]/g)).toHaveLength(1)
    expect(html).not.toContain('[object')
    const assets = await Promise.all([assetUrl('site.css'), assetUrl('site.js')].map(async (url) => (await (await pagesOver().request(url)).text()).length))
    expect(html.length + assets.reduce((a, b) => a + b, 0)).toBeLessThan(60_000)
  })
})

describe('a job page', () => {
  it('shows pay, stages and rubric, and says the same to search engines', async () => {
    const html = await (await pagesOver().request('/careers/acme/backend')).text()
    expect(html).toContain('$150,000 – $190,000 USD a year')
    expect(html).toContain('Paid $400 USD')
    expect(html).toContain('Data model')
    expect(html).toContain('href="/careers/acme/backend/apply"')
    const posting = JSON.parse(/<script type="application\/ld\+json">(.*?)<\/script>/s.exec(html)?.[1] ?? '{}') as { title: string; baseSalary: unknown; description: string }
    expect(posting).toMatchObject({ '@type': 'JobPosting', title: facts.title, jobLocationType: 'TELECOMMUTE', directApply: true, baseSalary: { currency: 'USD', value: { minValue: 150_000, maxValue: 190_000, unitText: 'YEAR' } } })
    expect(html).toContain(posting.description.trim())
  })

  it('takes its posting and its button back when it is closed', async () => {
    const html = await (await pagesOver({ open: false }).request('/careers/acme/backend')).text()
    expect(html).not.toContain('ld+json')
    expect(html).not.toContain('/apply"')
    expect(html).toContain('This job is closed')
    expect((await pagesOver({ open: false }).request('/careers/acme/backend/apply')).status).toBe(303)
  })
})

describe('the application form', () => {
  let form: FormData
  beforeAll(() => {
    form = new FormData()
    for (const [name, value] of Object.entries({ name: 'Ada', email: 'ada@example.test', 'answers.systems': 'Engines\r\nand <b>looms</b>', 'answers.zone': 'Mars', links: 'https://a.test\nnope' })) form.set(name, value)
    form.set('resume', new File(['%PDF-'], 'cv.pdf'))
  })
  const problem: Problem = { type: 'x', title: 'x', status: 422, code: 'validation_failed', detail: 'x', request_id: 'r', fields: [{ path: 'body.answers.zone', message: 'Choose one of the options' }, { path: 'body.links.1', message: 'Write a link' }] }

  it('comes back with errors beside the fields, in a summary, and with everything typed', async () => {
    const answer = await pagesOver({ applying: problem }).request('/careers/acme/backend/apply', { method: 'POST', body: form })
    const html = await answer.text()
    expect(answer.status).toBe(422)
    expect(html).toContain('href="#f-answers-zone"')
    expect(html).toContain('aria-describedby="f-answers-zone-error"')
    expect(html).toContain('href="#f-links"')
    expect(html).toContain('value="ada@example.test"')
    expect(html).toContain('Engines\nand &lt;b&gt;looms&lt;/b&gt;</textarea>')
    expect(html).toContain('name="kept_resume" value="fil_1"')
    expect(html).toContain('<title>To correct: ')
  })

  it('says where the mail was sent', async () => {
    const answer = await pagesOver().request('/careers/acme/backend/apply', { method: 'POST', body: form })
    expect(answer.status).toBe(201)
    expect(await answer.text()).toContain('A mail was sent to <strong>ada@example.test</strong>')
  })

  it('takes a body that is no form for what it is', async () => {
    const answer = await pagesOver().request('/careers/acme/backend/apply', { method: 'POST', body: 'x', headers: { 'content-type': 'multipart/form-data; boundary=q' } })
    expect(answer.status).toBe(400)
  })
})

describe('the kit', () => {
  it('takes dotted names apart and never outside of the object', () => {
    const values = nest([['a.b', '1'], ['referees.0.name', 'Ada'], ['referees.1.name', 'Grace'], ['t', 'x'], ['t', 'y'], ['__proto__.p', 'z'], ['a.constructor.p', 'z'], ['list.99999', 'z'], ['a', 'late']])
    expect(values).toEqual({ a: [{ b: '1' }, 'late'], referees: [{ name: 'Ada' }, { name: 'Grace' }], t: ['x', 'y'] })
    expect(({} as Record<string, unknown>)['p']).toBeUndefined()
    expect(textAt(values, 'referees.1.name')).toBe('Grace')
    expect(textAt(values, 'referees.7.name')).toBe('')
  })

  it('shows Markdown without HTML, images or links that run or vouch', () => {
    const html = renderMarkdown('# T\n<img src=x> ![i](https://x.test/i.png) [j](javascript:x) [l](https://x.test) ')
    expect(html).toContain('<h3>T</h3>')
    expect(html).not.toContain('<img')
    expect(html).not.toContain('href="javascript:')
    expect(html).toContain('<a href="https://x.test" rel="nofollow noopener">l</a>')
  })
})

describe('a file', () => {
  const bytes = (text: string) => new TextEncoder().encode(text)
  it('is what its bytes and its name say together', () => {
    expect(contentTypeOf('cv.PDF', bytes('%PDF-1.7'))).toBe('application/pdf')
    expect(contentTypeOf('cv.md', bytes('# Ada\n\tü'))).toContain('text/plain')
    expect(contentTypeOf('cv.docx', bytes('PK\u0003\u0004…word/document.xml'))).toContain('wordprocessingml')
  })
  it.each([
    ['cv.pdf', 'MZ program'],
    ['cv.exe', '%PDF-1.7'],
    ['cv', '%PDF-1.7'],
    ['cv.docx', 'PK\u0003\u0004 word/ vbaProject.bin'],
    ['cv.txt', 'a\u0000b'],
    ['cv.txt', ''],
  ])('%s is refused when it is something else', (name, text) => {
    expect(() => contentTypeOf(name, bytes(text))).toThrow(/PDF, DOCX/)
  })
  it('has at most 10 MB, and a plain name', () => {
    expect(() => contentTypeOf('cv.txt', new Uint8Array(10 * 1024 * 1024 + 1))).toThrow(/10 MB/)
    expect(plainFilename('../../etc/pass\u202ewd\u0000.txt')).toBe('passwd.txt')
    expect(plainFilename('/')).toBe('file')
  })
})
