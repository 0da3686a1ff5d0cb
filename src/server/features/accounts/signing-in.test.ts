import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { operations } from '#contract/index.ts'
import { type TestApp, PASSWORD, fragmentToken, startTestApp } from '#test/support/app.ts'
import type { Client } from '#test/support/client.ts'
import { openSmallJob } from '#test/support/small-job.ts'
import { makeSignInLink } from './make-sign-in-link.ts'

let app: TestApp
let owner: Client
let job: string

beforeAll(async () => {
  app = await startTestApp()
  owner = await app.signUpOwner()
  job = (await openSmallJob(owner)).slug
})
afterAll(() => app.close())

const code = (problem: string) => ({ code: problem })
const sessions = (email: string) => app.db.query('select id from sessions where email = $1 and ended_at is null', [email])
const apply = (email: string) => app.call(operations.apply, { params: { org: 'acme', job }, body: { name: 'Ada', email } })

/** Asks for a link from a browser of its own, and reads the mail. */
async function ask(email: string, audience: 'portal' | 'team' = 'portal') {
  const browser = app.visitor()
  await browser.call(operations.requestSignInLink, { body: { email, audience } })
  await app.settle()
  const mail = app.mails.find(email, /Sign in/)
  return { browser, token: fragmentToken(mail.text), code: /\b\d{6}\b/.exec(mail.text)?.[0] ?? '' }
}

async function asked(email: string) {
  await apply(email)
  return ask(email)
}

const byToken = (browser: Client, token: string) => browser.call(operations.redeemSignInLink, { body: { token } })
const byCode = (browser: Client, email: string, digits: string) => browser.call(operations.redeemSignInLink, { body: { email, code: digits } })
const wrong = (digits: string) => String((Number(digits) + 1) % 1_000_000).padStart(6, '0')

describe('a sign-in link', () => {
  it('is not used up by a scanner that looks, or posts the token from elsewhere', async () => {
    const { browser, token } = await asked('scanned@example.test')
    for (const method of ['GET', 'HEAD', 'GET']) expect((await app.visitor().request(method, '/sign-in')).status).toBe(200)
    for (const scanner of [app.visitor(), app.visitor()]) await expect(byToken(scanner, token)).rejects.toMatchObject(code('code_required'))
    expect(await sessions('scanned@example.test')).toEqual([])
    expect(await byToken(browser, token)).toEqual({ audience: 'portal' })
    expect((await browser.call(operations.getPortal)).email).toBe('scanned@example.test')
  })

  it('keeps its secret behind the #, out of the path', async () => {
    await asked('hash@example.test')
    expect(app.mails.find('hash@example.test', /Sign in/).text).toMatch(/\/sign-in#t=hw_link_\w{43}\b/)
  })

  it('makes one session of twenty redemptions at once', async () => {
    const { browser, token } = await asked('twenty@example.test')
    const cookie = browser.cookies().map((c) => `${c.name}=${c.value}`).join('; ')
    const answers = await Promise.all(Array.from({ length: 20 }, () => app.visitor().try(operations.redeemSignInLink, { body: { token } }, { cookie })))
    expect(answers.map((a) => a.status).toSorted()).toEqual([200, ...Array.from({ length: 19 }, () => 401)])
    expect(await sessions('twenty@example.test')).toHaveLength(1)
  })

  it('works once, whether by token or by code', async () => {
    const { browser, token, code: digits } = await asked('once@example.test')
    await byCode(app.visitor(), 'once@example.test', digits)
    await expect(byToken(browser, token)).rejects.toMatchObject(code('sign_in_link_invalid'))
    await expect(byCode(browser, 'once@example.test', digits)).rejects.toMatchObject(code('sign_in_link_invalid'))
  })

  it('dies when a newer one is asked for', async () => {
    const first = await asked('newer@example.test')
    const second = await ask('newer@example.test')
    await expect(byToken(first.browser, first.token)).rejects.toMatchObject(code('sign_in_link_invalid'))
    await byToken(second.browser, second.token)
  })

  it('gives no sixth try at its code', async () => {
    const email = 'guessed@example.test'
    const { code: digits } = await asked(email)
    for (let i = 0; i < 5; i++) await expect(byCode(app.visitor(), email, wrong(digits))).rejects.toMatchObject(code('sign_in_link_invalid'))
    await expect(byCode(app.visitor(), email, digits)).rejects.toMatchObject(code('sign_in_link_invalid'))
    expect(await sessions(email)).toEqual([])
  })

  it('counts tries made at the same moment', async () => {
    const email = 'rushed@example.test'
    const { code: digits } = await asked(email)
    await Promise.all(Array.from({ length: 12 }, () => app.visitor().try(operations.redeemSignInLink, { body: { email, code: wrong(digits) } })))
    expect(await app.db.query('select tries from sign_in_links where email = $1', [email])).toEqual([{ tries: 5 }])
  })

  it('takes the code of the team’s link and of the portal’s when both are open', async () => {
    const email = 'olivia@acme.test'
    await apply(email)
    const portal = await ask(email)
    const team = await ask(email, 'team')
    expect(await byCode(app.visitor(), email, portal.code)).toEqual({ audience: 'portal' })
    const browser = app.visitor()
    expect(await byCode(browser, email, team.code)).toEqual({ audience: 'team' })
    expect((await browser.call(operations.getSession)).user.email).toBe(email)
  })

  it('is mailed five times an hour at most, and asking answers the same for addresses nobody knows', async () => {
    await apply('known@example.test')
    const statuses = async (email: string) => {
      const all: number[] = []
      for (let i = 0; i < 6; i++) all.push((await app.visitor().try(operations.requestSignInLink, { body: { email, audience: 'portal' } })).status)
      return all
    }
    expect(await statuses('nobody@example.test')).toEqual([202, 202, 202, 202, 202, 429])
    expect(await statuses('known@example.test')).toEqual([202, 202, 202, 202, 202, 429])
    await app.settle()
    expect(app.mails.to('nobody@example.test')).toEqual([])
    expect(app.mails.to('known@example.test').filter((m) => /Sign in/.test(m.subject))).toHaveLength(5)
  })

  it('opens no team for a candidate and no portal for a member', async () => {
    await apply('outside@example.test')
    await app.visitor().call(operations.requestSignInLink, { body: { email: 'outside@example.test', audience: 'team' } })
    await app.inviteAndJoin(owner, 'reviewer', 'inside@acme.test')
    await app.visitor().call(operations.requestSignInLink, { body: { email: 'inside@acme.test', audience: 'portal' } })
    await app.settle()
    const links = [...app.mails.to('outside@example.test'), ...app.mails.to('inside@acme.test')].filter((m) => /Sign in/.test(m.subject))
    expect(links).toEqual([])
  })
})

describe('a session', () => {
  it('is kept as a hash, in a cookie that scripts can’t read', async () => {
    const browser = app.visitor()
    const answer = await browser.try(operations.signIn, { body: { email: 'olivia@acme.test', password: PASSWORD } })
    expect(answer.headers.getSetCookie()[0]).toMatch(/^hw_session=hw_ses_\w{43};.*HttpOnly.*SameSite=Lax/i)
    const secret = browser.cookies()[0]?.value ?? 'none'
    expect(await app.db.query('select id from sessions where token_hash = $1', [secret])).toEqual([])
  })

  it('is held to this host and to https where there is https', async () => {
    const https = await startTestApp({ env: { PUBLIC_URL: 'https://jobs.example.test', SIGN_UP: 'open' } })
    await https.signUpOwner()
    const signedIn = await https.visitor().try(operations.signIn, { body: { email: 'olivia@acme.test', password: PASSWORD } })
    const asked = await https.visitor().try(operations.requestSignInLink, { body: { email: 'olivia@acme.test', audience: 'team' } })
    await https.close()
    expect(signedIn.headers.getSetCookie()[0]).toMatch(/^__Host-hw_session=.*Path=\/;.*Secure/)
    expect(asked.headers.getSetCookie()[0]).toMatch(/^__Host-hw_pre=.*Path=\/;.*Secure/)
  })

  it('takes the place of the one this browser had', async () => {
    const browser = app.visitor()
    const signIn = () => browser.call(operations.signIn, { body: { email: 'olivia@acme.test', password: PASSWORD } })
    await signIn()
    const before = browser.cookies().map((c) => `${c.name}=${c.value}`).join('; ')
    await signIn()
    expect((await app.visitor().try(operations.getSession, {}, { cookie: before })).status).toBe(401)
    expect((await browser.try(operations.getSession)).status).toBe(200)
  })

  it('lets one browser be a member and a candidate, and ends both when signing out', async () => {
    const { browser, token } = await asked('both@example.test')
    await byToken(browser, token)
    await browser.call(operations.signIn, { body: { email: 'olivia@acme.test', password: PASSWORD } })
    expect((await browser.try(operations.getSession)).status).toBe(200)
    expect((await browser.try(operations.getPortal)).status).toBe(200)
    const cookie = browser.cookies().map((c) => `${c.name}=${c.value}`).join('; ')
    await browser.call(operations.signOut)
    for (const op of [operations.getSession, operations.getPortal]) expect((await app.visitor().try(op, {}, { cookie })).status).toBe(401)
  })
})

describe('a password', () => {
  it('is refused in the same words for a wrong one and for an address nobody knows', async () => {
    const wrongs = [{ email: 'olivia@acme.test', password: 'not this one' }, { email: 'nobody@acme.test', password: PASSWORD }]
    const answers = await Promise.all(wrongs.map((body) => app.visitor().try(operations.signIn, { body })))
    expect(answers.map((a) => [a.status, (a.json as { detail: string }).detail])).toEqual([[401, 'The address or the password is not right.'], [401, 'The address or the password is not right.']])
  })

  it('can be tried ten times in a quarter of an hour, and not even the right one after that', async () => {
    const body = { email: 'tried@acme.test', password: 'not this one' }
    await app.inviteAndJoin(owner, 'reviewer', body.email)
    const statuses: number[] = []
    for (let i = 0; i < 11; i++) statuses.push((await app.visitor().try(operations.signIn, { body })).status)
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 401), 429])
    expect((await app.visitor().try(operations.signIn, { body: { ...body, password: PASSWORD } })).status).toBe(429)
  })

  it('is changed by who knows it, and the person’s other sessions end', async () => {
    const here = await app.inviteAndJoin(owner, 'reviewer', 'changes@acme.test')
    const there = app.visitor()
    const signIn = (password: string) => there.call(operations.signIn, { body: { email: 'changes@acme.test', password } })
    await signIn(PASSWORD)
    await expect(here.call(operations.changePassword, { body: { current: 'not this one', next: 'a brand new pass phrase' } })).rejects.toMatchObject(code('wrong_credentials'))
    await here.call(operations.changePassword, { body: { current: PASSWORD, next: 'a brand new pass phrase' } })
    expect([(await here.try(operations.getSession)).status, (await there.try(operations.getSession)).status]).toEqual([200, 401])
    await expect(signIn(PASSWORD)).rejects.toMatchObject(code('wrong_credentials'))
    await signIn('a brand new pass phrase')
  })
})

// The clock goes forward only, so what needs hours comes last.
describe('time', () => {
  it('ends a link after ten minutes', async () => {
    const { browser, token, code: digits } = await asked('slow@example.test')
    await app.clock.shift(601)
    await expect(byToken(browser, token)).rejects.toMatchObject(code('sign_in_link_invalid'))
    await expect(byCode(browser, 'slow@example.test', digits)).rejects.toMatchObject(code('sign_in_link_invalid'))
  })

  it('ends a member’s session after eight idle hours and a candidate’s after seven idle days', async () => {
    const { browser, token } = await asked('idle@example.test')
    await byToken(browser, token)
    await browser.call(operations.signIn, { body: { email: 'olivia@acme.test', password: PASSWORD } })
    const statuses = async () => [(await browser.try(operations.getSession)).status, (await browser.try(operations.getPortal)).status]
    await app.clock.shift(7 * 3600)
    expect(await statuses()).toEqual([200, 200])
    await app.clock.shift(8 * 3600 + 60)
    expect(await statuses()).toEqual([401, 200])
    await app.clock.shift(7 * 86_400 + 60)
    expect(await statuses()).toEqual([401, 401])
  })

  it('ends a session that never goes idle after seven days', async () => {
    const browser = app.visitor()
    await browser.call(operations.signIn, { body: { email: 'olivia@acme.test', password: PASSWORD } })
    for (let hours = 0; hours < 7 * 24 - 7; hours += 7) {
      await app.clock.shift(7 * 3600)
      expect((await browser.try(operations.getSession)).status).toBe(200)
    }
    await app.clock.shift(7 * 3600 + 60)
    expect((await browser.try(operations.getSession)).status).toBe(401)
  })
})

describe('a link that the operator makes', () => {
  it('signs in once, in whichever browser opens it', async () => {
    const link = await makeSignInLink(app.ctx, { email: 'olivia@acme.test', audience: 'team', seconds: 86_400 })
    const [first, second] = [app.visitor(), app.visitor()]
    await first.call(operations.redeemSignInLink, { body: { token: fragmentToken(link) } })
    expect((await first.call(operations.getSession)).user.email).toBe('olivia@acme.test')
    expect((await second.try(operations.redeemSignInLink, { body: { token: fragmentToken(link) } })).json).toMatchObject(code('sign_in_link_invalid'))
  })
})
