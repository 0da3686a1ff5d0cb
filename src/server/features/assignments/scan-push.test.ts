import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { assignmentOps } from '#contract/assignments.ts'
import { client, commit, git } from '#server/adapters/git/test-kit.ts'
import { hashToken, randomToken } from '#server/lib/tokens.ts'
import type { Principal } from '#server/platform/principal.ts'
import { cloneWith, gitUrl, push, startTakeHome, type TakeHome } from '#test/support/take-home.ts'

let t: TakeHome
afterEach(() => t.close())

interface Started {
  applicationId: string
  repoId: string
  candidate: Principal
  params: { id: string }
  token: string
  work: string
}

async function started(email = 'ada@example.org'): Promise<Started> {
  const who = await t.apply(email)
  const params = { id: who.assignmentId }
  await t.call(assignmentOps.startAssignment, who.candidate, { params })
  const token = await newToken({ ...who, params })
  return { ...who, params, token, work: await cloneWith(t, who.repoId, token) }
}

const newToken = async (who: Pick<Started, 'candidate' | 'params'>) => (await t.call(assignmentOps.createGitToken, who.candidate, { params: who.params })).token
const opens = async (repoId: string, token: string) => (await client(t.dir, ['ls-remote', gitUrl(t, repoId, token)])).code === 0
const found = async (who: Started) => (await t.call(assignmentOps.getPortalAssignment, who.candidate, { params: { id: who.applicationId } })).token_found
const mails = () => t.db.query<{ to_address: string; subject: string; text: string }>(`select * from mails where key like 'assignment.token_found%' or key like 'token.found%' order by id`)

/** Time enough for whoever looks through the push. */
async function looked() {
  await t.shift(11)
  await t.settle()
}

async function pushes(who: { work: string }, file: string, content: string) {
  const sha = await commit(who.work, file, content)
  expect((await push(who.work)).output).toContain('Received')
  return sha
}

describe('a git token in a push', () => {
  it('is turned off and its candidate told, once; the push stays, and a new token goes on', async () => {
    t = await startTakeHome()
    const ada = await started()
    const sha = await pushes(ada, 'set up.md', `git clone https://candidate:${ada.token}@jobs.test/git/x.git\n`)
    expect(await opens(ada.repoId, ada.token)).toBe(true)
    await looked()
    expect(await opens(ada.repoId, ada.token)).toBe(false)
    const [mail, ...more] = await mails()
    expect(more).toEqual([])
    expect(mail).toMatchObject({ to_address: 'ada@example.org' })
    expect(mail!.subject).toContain('has been turned off')
    for (const words of ['set up.md', sha.slice(0, 12), 'Nothing is lost', 'Get a git token']) expect(mail!.text).toContain(words)
    expect(await found(ada)).toMatchObject({ works_until: null })
    const fresh = await newToken(ada)
    expect(await found(ada)).toBeNull()
    await git(ada.work, 'remote', 'set-url', 'origin', gitUrl(t, ada.repoId, fresh))
    await pushes(ada, 'more.txt', 'more\n')
    await looked()
    expect([await opens(ada.repoId, fresh), (await mails()).length]).toEqual([true, 1])
    const kept = JSON.stringify([await t.db.query('select * from events'), await t.db.query('select * from tasks'), await mails()])
    expect(kept).not.toContain(ada.token)
    expect(await t.db.query(`select 1 from events where type = 'assignment.token_found'`)).toHaveLength(1)
  })

  it.each([
    ['a file as PowerShell writes it', (token: string, work: string) => commit(work, 'token.txt', Buffer.from(`\ufeff${token}\r\n`, 'utf16le'))],
    ['the words of a commit', async (token: string, work: string) => git(work, 'commit', '--quiet', '--allow-empty', '-m', `Use ${token}`)],
    ['the name of a file', async (token: string, work: string) => {
      await writeFile(path.join(work, `${token}.txt`), 'x')
      await git(work, 'add', '--all')
      await git(work, 'commit', '--quiet', '-m', 'A file')
    }],
    ['an older commit than the pushed one', async (token: string, work: string) => {
      await commit(work, '.env', `TOKEN=${token}\n`)
      await git(work, 'rm', '--quiet', '.env')
      await git(work, 'commit', '--quiet', '-m', 'Take it out')
    }],
  ])('is found in %s', async (_, hide) => {
    t = await startTakeHome()
    const ada = await started()
    await hide(ada.token, ada.work)
    expect((await push(ada.work)).output).toContain('Received')
    await looked()
    expect(await opens(ada.repoId, ada.token)).toBe(false)
  })

  it('is found on another branch, and what is only like a token is nobody’s business', async () => {
    t = await startTakeHome()
    const ada = await started()
    await pushes(ada, 'a.txt', `${randomToken('hw_git')} ${ada.token.slice(0, -1)} ${randomToken('hw_pat')}`)
    await looked()
    expect([await opens(ada.repoId, ada.token), await mails()]).toEqual([true, []])
    await git(ada.work, 'checkout', '--quiet', '-b', 'idea')
    await commit(ada.work, 'b.txt', ada.token)
    await push(ada.work, 'origin', 'idea')
    await looked()
    expect(await opens(ada.repoId, ada.token)).toBe(false)
  })

  it('in the last half hour works until the deadline and no longer, and the mail says so', async () => {
    t = await startTakeHome()
    const ada = await started()
    await t.shift(4 * 3600 - 1700)
    await pushes(ada, 'token.txt', ada.token)
    await looked()
    const { deadline_at: deadline } = await t.call(assignmentOps.getPortalAssignment, ada.candidate, { params: { id: ada.applicationId } })
    expect(await found(ada)).toMatchObject({ works_until: deadline })
    const [mail] = await mails()
    expect(mail!.subject).toContain('ends with the deadline')
    expect(mail!.text).toContain('push as before')
    const sha = await pushes(ada, 'last.txt', 'done\n')
    await looked()
    expect(await mails()).toHaveLength(1)
    await t.shift(1800 + 130)
    await t.settle()
    expect(await opens(ada.repoId, ada.token)).toBe(false)
    expect(await t.db.query('select commit_sha from submissions')).toEqual([{ commit_sha: sha }])
    expect(await opens(ada.repoId, await newToken(ada))).toBe(true)
  })

  it('goes on working where the deadline is moved, until the new one', async () => {
    t = await startTakeHome()
    const ada = await started()
    await t.shift(4 * 3600 - 600)
    await pushes(ada, 'token.txt', ada.token)
    await looked()
    await t.call(assignmentOps.grantExtension, t.owner, { params: ada.params, body: { seconds: 3600, reason: 'The train stood still.' } })
    await t.shift(1800)
    expect(await opens(ada.repoId, ada.token)).toBe(true)
    await t.shift(3600)
    expect(await opens(ada.repoId, ada.token)).toBe(false)
  })

  it('of somebody else ends too, and its owner is not told whose push it was in', async () => {
    t = await startTakeHome()
    const [ada, eve] = [await started(), await started('eve@example.org')]
    const sha = await pushes(eve, 'found-it.txt', ada.token)
    await looked()
    expect([await opens(ada.repoId, ada.token), await opens(eve.repoId, eve.token)]).toEqual([false, true])
    const [mail] = await mails()
    expect(mail).toMatchObject({ to_address: 'ada@example.org' })
    for (const secret of [sha.slice(0, 7), 'found-it', 'eve@']) expect(mail!.text).not.toContain(secret)
  })
})

it('an API token in a push is revoked, and the member whose it is told', async () => {
  t = await startTakeHome()
  const ada = await started()
  const token = randomToken('hw_pat')
  await t.db.query(`insert into api_tokens (id, org_id, member_id, name, token_hash, scopes, created_at, expires_at) select 'tok_1', org_id, id, 'Nightly', $1, '{}', hw_now(), hw_now() + interval '90 days' from members`, [hashToken(token)])
  await pushes(ada, 'ci.yml', `token: ${token}\n`)
  await looked()
  expect(await t.db.query('select revoked_at is not null as revoked from api_tokens')).toEqual([{ revoked: true }])
  const all = await mails()
  expect(all.map((m) => m.to_address)).toEqual(['olivia@acme.test'])
  expect(all[0]!.text).toContain('Nightly')
  expect(await t.db.query(`select 1 from events where type = 'token.revoked'`)).toHaveLength(1)
  expect(await opens(ada.repoId, ada.token)).toBe(true)
})
