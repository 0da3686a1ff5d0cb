import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Scope } from '#contract/accounts.ts'
import { operations } from '#contract/index.ts'
import { SYSTEM } from '#server/platform/principal.ts'
import { type TestApp, PASSWORD, fragmentToken, startTestApp } from '#test/support/app.ts'
import { Client } from '#test/support/client.ts'
import { createTokenFor, makeSetupLink } from './index.ts'

let app: TestApp
let owner: Client

const code = (problem: string) => ({ code: problem })
const person = (email: string) => ({ name: 'Olivia Owner', email, password: PASSWORD, organization_name: 'Acme' })

beforeAll(async () => {
  app = await startTestApp({ env: { SIGN_UP: 'open' } })
})
afterAll(() => app.close())

async function memberId(client: Client) {
  return (await client.call(operations.getSession)).member.id
}

async function bearer(client: Client, scopes: Scope[]) {
  const { token, id } = await client.call(operations.createToken, { body: { name: 'CI', scopes } })
  return { id, client: new Client(app.url, token) }
}

async function invitationFor(email: string, as = owner) {
  await as.call(operations.inviteMember, { body: { email, name: 'Ina', role: 'reviewer' } })
  await app.settle()
  return fragmentToken(app.mails.find(email, /invites you/).text)
}

const accept = (token: string, password = PASSWORD, as = app.visitor()) => as.call(operations.acceptInvitation, { body: { token, name: 'Ina', password } })

// First, because everything else needs the owner it makes.
describe('the first start', () => {
  it('waits for an owner, whom the newest link makes, once', async () => {
    expect(await app.call(operations.getSignUpPolicy)).toEqual({ open: true, needs_owner: true })
    const older = fragmentToken((await makeSetupLink(app.ctx)) ?? '')
    const token = fragmentToken((await makeSetupLink(app.ctx)) ?? '')
    const complete = (secret: string, email: string, as = app.visitor()) => as.try(operations.completeSetup, { body: { ...person(email), token: secret } })
    expect((await complete(older, 'late@acme.test')).json).toMatchObject(code('setup_link_used'))
    const rivals = ['olivia@acme.test', 'rival@acme.test'].map((email) => ({ email, browser: app.visitor() }))
    const answers = await Promise.all(rivals.map((r) => complete(token, r.email, r.browser)))
    expect(answers.map((a) => a.status).toSorted()).toEqual([201, 409])
    owner = rivals[answers.findIndex((a) => a.status === 201)]?.browser ?? app.visitor()
    expect(await app.call(operations.getSignUpPolicy)).toMatchObject({ needs_owner: false })
  })

  it('prints no link once there is an owner, and a link from before makes no second one', async () => {
    expect(await makeSetupLink(app.ctx)).toBeNull()
    await app.db.query(`insert into setup_links (token_hash, created_at) values (encode(sha256('left over'), 'hex'), now())`)
    await expect(app.call(operations.completeSetup, { body: { ...person('third@acme.test'), token: 'left over' } })).rejects.toMatchObject(code('setup_link_used'))
  })

  it('signs up others where the operator allows it, one account for an address', async () => {
    const other = app.visitor()
    const session = await other.call(operations.signUp, { body: person('otto@other.test') })
    expect(session).toMatchObject({ organization: { name: 'Acme', slug: expect.stringMatching(/^acme-/) }, member: { role: 'owner' } })
    await expect(app.call(operations.signUp, { body: person('otto@other.test') })).rejects.toMatchObject(code('email_taken'))
  })
})

describe('an invitation', () => {
  it('is looked at as often as one likes and accepted once', async () => {
    const token = await invitationFor('ina@acme.test')
    for (let i = 0; i < 2; i++) expect(await app.call(operations.lookUpInvitation, { body: { token } })).toMatchObject({ email: 'ina@acme.test', role: 'reviewer', has_account: false })
    const answers = await Promise.all(Array.from({ length: 5 }, () => app.visitor().try(operations.acceptInvitation, { body: { token, name: 'Ina', password: PASSWORD } })))
    expect(answers.filter((a) => a.status === 201)).toHaveLength(1)
    const { items } = await owner.call(operations.listMembers)
    expect(items.filter((m) => m.email === 'ina@acme.test')).toHaveLength(1)
    await expect(owner.call(operations.inviteMember, { body: { email: 'ina@acme.test', name: 'Ina', role: 'owner' } })).rejects.toMatchObject(code('already_member'))
  })

  it('dies when it is withdrawn or sent anew', async () => {
    const first = await invitationFor('twice@acme.test')
    const second = await invitationFor('twice@acme.test')
    await expect(accept(first)).rejects.toMatchObject(code('invitation_invalid'))
    const [open] = (await owner.call(operations.listInvitations)).items
    await owner.call(operations.revokeInvitation, { params: { id: open?.id ?? '' } })
    await expect(accept(second)).rejects.toMatchObject(code('invitation_invalid'))
  })

  it('to somebody with an account needs that account’s password', async () => {
    const token = await invitationFor('otto@other.test')
    const mallory = app.visitor()
    await expect(accept(token, 'a password of my own', mallory)).rejects.toMatchObject(code('wrong_credentials'))
    expect((await mallory.try(operations.getSession)).status).toBe(401)
    const otto = app.visitor()
    const session = await accept(token, PASSWORD, otto)
    expect(session.organizations).toHaveLength(2)
    const other = session.organizations.find((o) => o.id !== session.organization.id)
    expect((await otto.call(operations.switchOrganization, { body: { organization_id: other?.id ?? '' } })).member.role).toBe('owner')
  })

  it('is for the owners of this organization to make and withdraw', async () => {
    await invitationFor('mine@acme.test')
    const [open] = (await owner.call(operations.listInvitations)).items
    const stranger = app.visitor()
    await stranger.call(operations.signUp, { body: person('stan@stranger.test') })
    await expect(stranger.call(operations.revokeInvitation, { params: { id: open?.id ?? '' } })).rejects.toMatchObject({ status: 404 })
    const recruiter = await app.inviteAndJoin(owner, 'recruiter')
    await expect(recruiter.call(operations.inviteMember, { body: { email: 'x@acme.test', name: 'X', role: 'owner' } })).rejects.toMatchObject({ status: 403 })
  })
})

describe('a member who is removed', () => {
  it('is out at once, by session and by token, and may be invited again', async () => {
    const gone = await app.inviteAndJoin(owner, 'recruiter', 'gone@acme.test')
    const token = await bearer(gone, ['read'])
    expect([(await gone.try(operations.listJobs)).status, (await token.client.try(operations.listJobs)).status]).toEqual([200, 200])
    await owner.call(operations.removeMember, { params: { id: await memberId(gone) } })
    expect([(await gone.try(operations.listJobs)).status, (await token.client.try(operations.listJobs)).status]).toEqual([401, 401])
    await expect(app.call(operations.signIn, { body: { email: 'gone@acme.test', password: PASSWORD } })).rejects.toMatchObject(code('wrong_credentials'))
    const again = app.visitor()
    await accept(await invitationFor('gone@acme.test'), PASSWORD, again)
    expect((await again.call(operations.getSession)).member.role).toBe('reviewer')
    expect((await token.client.try(operations.listJobs)).status).toBe(401)
  })

  it('was a member of this organization: others are not found', async () => {
    const stranger = app.visitor()
    await stranger.call(operations.signUp, { body: person('sue@stranger.test') })
    await expect(stranger.call(operations.removeMember, { params: { id: await memberId(owner) } })).rejects.toMatchObject({ status: 404 })
    await expect(stranger.call(operations.changeMember, { params: { id: await memberId(owner) }, body: { role: 'reviewer' } })).rejects.toMatchObject({ status: 404 })
  })
})

describe('the last owner', () => {
  it('can neither leave nor step down', async () => {
    const params = { id: await memberId(owner) }
    await expect(owner.call(operations.removeMember, { params })).rejects.toMatchObject(code('last_owner'))
    await expect(owner.call(operations.changeMember, { params, body: { role: 'recruiter' } })).rejects.toMatchObject(code('last_owner'))
  })

  it('is left when two owners remove each other at the same moment', async () => {
    const one = app.visitor()
    await one.call(operations.signUp, { body: person('one@duel.test') })
    const two = await app.inviteAndJoin(one, 'owner', 'two@duel.test')
    const [first, second] = [await memberId(one), await memberId(two)]
    const answers = await Promise.all([one.try(operations.removeMember, { params: { id: second } }), two.try(operations.removeMember, { params: { id: first } })])
    expect(answers.filter((a) => a.status === 200)).toHaveLength(1)
    expect(await app.db.query('select id from members where id = any($1) and removed_at is null', [[first, second]])).toHaveLength(1)
  })

  it('loses a role at once, not at the next sign-in', async () => {
    const second = await app.inviteAndJoin(owner, 'owner', 'second@acme.test')
    await owner.call(operations.changeMember, { params: { id: await memberId(second) }, body: { role: 'reviewer' } })
    await expect(second.call(operations.inviteMember, { body: { email: 'y@acme.test', name: 'Y', role: 'owner' } })).rejects.toMatchObject({ status: 403 })
  })
})

describe('an API token', () => {
  it('does what its scopes say and no more, and is told to whom it belongs', async () => {
    const { client } = await bearer(owner, ['read'])
    const { email } = (await client.call(operations.getSession)).user
    await expect(client.call(operations.createJob, { body: { title: 'By token' } })).rejects.toMatchObject({ status: 403 })
    await app.settle()
    expect(app.mails.find(email, /new API token/).text).toContain('It may do: read')
  })

  it('makes no other token, so that one that was stolen can neither grow nor outlive its end', async () => {
    const { client } = await bearer(owner, ['admin'])
    await expect(client.call(operations.createToken, { body: { name: 'More', scopes: ['payouts:write'] } })).rejects.toMatchObject({ status: 403 })
  })

  it('ends when revoked, which only its owner can do', async () => {
    const other = await app.inviteAndJoin(owner, 'owner', 'third-owner@acme.test')
    const { id, client } = await bearer(owner, ['read'])
    await expect(other.call(operations.revokeToken, { params: { id } })).rejects.toMatchObject({ status: 404 })
    expect((await owner.call(operations.listTokens)).items.map((t) => t.id)).toContain(id)
    await owner.call(operations.revokeToken, { params: { id } })
    expect((await client.try(operations.getSession)).status).toBe(401)
  })

  it('is kept as a hash, and shown in no list', async () => {
    const { client } = await bearer(owner, ['read'])
    expect(client.token).toMatch(/^hw_pat_[0-9A-Za-z]{43}$/)
    expect((await owner.try(operations.listTokens)).text).not.toContain(client.token)
    expect(await app.db.query('select id from api_tokens where token_hash = $1', [client.token])).toEqual([])
  })

  it('that is wrong is not saved by the cookies beside it', async () => {
    expect((await owner.try(operations.getSession, {}, { authorization: 'Bearer hw_pat_wrong' })).status).toBe(401)
  })

  it('is made by the operator for a member, and for nobody else', async () => {
    const { email } = (await owner.call(operations.getSession)).user
    const make = (address: string) => createTokenFor(app.ctx.as(SYSTEM), { email: address, name: 'Backup', scopes: ['read'], days: 1 })
    const client = new Client(app.url, await make(email.toUpperCase()))
    expect((await client.call(operations.getSession)).user.email).toBe(email)
    await expect(make('nobody@acme.test')).rejects.toThrow('Nobody with the address')
    await app.clock.shift(86_400 + 60)
    expect((await client.try(operations.getSession)).status).toBe(401)
  })
})
