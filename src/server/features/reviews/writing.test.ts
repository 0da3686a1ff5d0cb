import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { operations } from '#contract/index.ts'
import { type TestApp, startTestApp } from '#test/support/app.ts'
import type { Client } from '#test/support/client.ts'
import { writeReview } from '#test/support/hire.ts'
import { givenSubmission } from '#test/support/submission.ts'

let app: TestApp
let ana: Client
let ben: Client
let commit: string
const mine = { id: '' }
let bens: string

beforeAll(async () => {
  app = await startTestApp({ env: { SIGN_UP: 'open' } })
  const given = await givenSubmission(app)
  ;({ ana, ben } = given)
  const round = (await ana.call(operations.listMyReviews)).items[0]
  mine.id = round?.my_review_id ?? ''
  bens = (await ben.call(operations.listMyReviews)).items[0]?.my_review_id ?? ''
  commit = (await ana.call(operations.listSubmissionCommits, { params: { id: round?.submission_id ?? '' } })).items[0]?.sha ?? ''
}, 120_000)
afterAll(() => app.close())

const on = { path: 'src/bookings.ts', line: 1, kind: 'evidence', criterion_id: null, body: 'See here.' } as const
const add = (facts: object) => ana.try(operations.addComment, { params: mine, body: { ...on, ...facts } as never })
const fieldsOf = (answer: { json: unknown }) => (answer.json as { fields?: { path: string }[] }).fields?.map((f) => f.path)
const review = () => ana.call(operations.getReview, { params: mine })

describe('a comment', () => {
  it('is on a line, a range, a file, a commit, a line the starter had, or the whole', async () => {
    const spots = [{}, { line: 1, end_line: 2 }, { line: 0 }, { path: '', line: 0, commit }, { commit }, { side: 'old', path: 'src/app.ts', line: 2 }, { path: '', line: 0 }]
    for (const spot of spots) expect((await add(spot)).json).toMatchObject({ side: 'new', commit: null, end_line: 'line' in spot ? spot.line : 1, ...spot })
    expect((await review()).comments).toHaveLength(spots.length)
  })

  it('is the one that is there when it is sent again', async () => {
    const before = (await review()).comments.length
    await add({})
    await add({ end_line: 1, side: 'new', commit: null })
    await add({ path: '', line: 0, commit })
    expect((await review()).comments).toHaveLength(before)
    expect((await add({ criterion_id: (await review()).criteria[0]?.id })).status).toBe(201)
    expect((await review()).comments).toHaveLength(before + 1)
  })

  it('is refused where there is nothing, naming the field', async () => {
    const nowhere: [object, string][] = [
      [{ path: 'src/none.ts' }, 'body.path'],
      [{ line: 900 }, 'body.line'],
      [{ line: 1, end_line: 900 }, 'body.end_line'],
      [{ line: 2, end_line: 1 }, 'body.end_line'],
      [{ line: 0, end_line: 1 }, 'body.end_line'],
      [{ path: '' }, 'body.path'],
      [{ commit: '0'.repeat(40) }, 'body.commit'],
      [{ side: 'old' }, 'body.path'],
      [{ side: 'old', path: 'src/app.ts', commit }, 'body.side'],
      [{ criterion_id: 'charm' }, 'body.criterion_id'],
      [{ body: ' ' }, 'body.body'],
    ]
    for (const [facts, field] of nowhere) expect(fieldsOf(await add(facts)), JSON.stringify(facts)).toEqual([field])
  })

  it('is changed, its place and kind included, until the seal', async () => {
    const { id: comment } = await ana.call(operations.addComment, { params: mine, body: { ...on, body: 'First thought' } })
    const edited = await ana.call(operations.editComment, { params: { ...mine, comment }, body: { ...on, line: 2, kind: 'question', body: 'Second thought' } })
    expect(edited).toMatchObject({ id: comment, line: 2, end_line: 2, kind: 'question', body: 'Second thought' })
    expect((await review()).comments.find((c) => c.id === comment)).toEqual(edited)
    expect((await ana.try(operations.editComment, { params: { ...mine, comment }, body: { ...on, path: 'src/none.ts' } })).status).toBe(422)
    expect((await ben.try(operations.editComment, { params: { ...mine, comment }, body: on })).status).toBe(404)
    expect((await ben.try(operations.editComment, { params: { id: bens, comment }, body: on })).status).toBe(404)
  })
})

describe('a draft', () => {
  const key = 'draftone'
  const params = () => ({ ...mine, key })

  it('is kept as it is typed, without words too, and changed by being saved again', async () => {
    await ana.call(operations.saveDraft, { params: params(), body: { ...on, body: '' } })
    await ana.call(operations.saveDraft, { params: params(), body: { ...on, end_line: 2, body: 'It seems ' } })
    expect((await review()).drafts).toMatchObject([{ key, path: on.path, line: 1, end_line: 2, body: 'It seems ' }])
  })

  it('is its author’s alone', async () => {
    expect((await ben.try(operations.saveDraft, { params: params(), body: on })).status).toBe(404)
    expect((await ben.try(operations.discardDraft, { params: params() })).status).toBe(404)
    expect((await ben.call(operations.getReview, { params: { id: bens } })).drafts).toEqual([])
  })

  it('becomes the comment at one moment', async () => {
    const comment = await ana.call(operations.addComment, { params: mine, body: { ...on, end_line: 2, body: 'It seems right.', draft_key: key } })
    const { drafts, comments } = await review()
    expect(drafts).toEqual([])
    expect(comments).toContainEqual(comment)
  })

  it('stays when the comment is refused', async () => {
    await ana.call(operations.saveDraft, { params: params(), body: on })
    expect((await add({ path: 'src/none.ts', draft_key: key })).status).toBe(422)
    expect((await review()).drafts).toHaveLength(1)
    for (let i = 0; i < 2; i++) await ana.call(operations.discardDraft, { params: params() })
    expect((await review()).drafts).toEqual([])
  })

  it('is not kept a hundred and one times', async () => {
    const many = Array.from({ length: 100 }, (_, i) => `many${String(i).padStart(4, '0')}`)
    for (const k of many) await ana.call(operations.saveDraft, { params: { ...mine, key: k }, body: { ...on, body: '' } })
    expect((await ana.try(operations.saveDraft, { params: params(), body: on })).json).toMatchObject({ code: 'too_many_drafts' })
    expect((await ana.try(operations.saveDraft, { params: { ...mine, key: 'many0000' }, body: on })).status).toBe(200)
    for (const k of many) await ana.call(operations.discardDraft, { params: { ...mine, key: k } })
  })
})

describe('viewed marks', () => {
  const paths = async (who: Client, id = mine.id) => (await who.call(operations.listViewed, { params: { id } })).paths
  const mark = (path: string, viewed = true) => ana.call(operations.setViewed, { params: mine, body: { path, viewed } })

  it('are set, set again and taken away', async () => {
    await mark('src/app.ts')
    await mark('src/app.ts')
    expect(await mark('README.md')).toEqual({ paths: ['README.md', 'src/app.ts'] })
    expect(await mark('README.md', false)).toEqual({ paths: ['src/app.ts'] })
    expect(await paths(ana)).toEqual(['src/app.ts'])
    expect(await paths(ben, bens)).toEqual([])
  })

  it('stay their author’s alone when the round is revealed, and may still be set', async () => {
    await writeReview(ana, mine.id)
    await writeReview(ben, bens)
    for (const [who, id] of [[ana, mine.id], [ben, bens]] as const) await who.call(operations.sealReview, { params: { id } })
    expect((await ben.try(operations.getReview, { params: mine })).status).toBe(200)
    expect((await ben.try(operations.listViewed, { params: mine })).status).toBe(404)
    expect((await mark('package.json')).paths).toHaveLength(2)
  })
})

describe('a sealed review', () => {
  it('takes no comment, draft, score or change any more', async () => {
    const { comments } = await review()
    const params = { ...mine, comment: comments[0]?.id ?? '', key: 'toolateee', criterion: 'data-model' }
    const tried = [add({ body: 'One more' }), ana.try(operations.editComment, { params, body: on }), ana.try(operations.deleteComment, { params }), ana.try(operations.saveDraft, { params, body: on }), ana.try(operations.saveScore, { params, body: { level: 1 } })]
    for (const answer of await Promise.all(tried)) expect(answer.json).toMatchObject({ code: 'review_sealed' })
  })
})
