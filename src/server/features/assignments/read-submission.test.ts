import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { assignmentOps } from '#contract/assignments.ts'
import type { InputOf, Operation } from '#contract/operation.ts'
import { submissionOps } from '#contract/submissions.ts'
import { commit, git } from '#server/adapters/git/test-kit.ts'
import { cloneWith, push, startTakeHome, type TakeHome } from '#test/support/take-home.ts'

/** What strangers have hidden in files elsewhere, by the name of the file, and how it must be shown. */
const HOSTILE: Record<string, [given: string | Buffer, shown: string | null]> = {
  'trojan.ts': ['if (admin) { /*\u202e } \u2066if (!admin)\u2069 */\n', 'if (admin) { /*⟦U+202E⟧ } ⟦U+2066⟧if (!admin)⟦U+2069⟧ */\n'],
  'ansi.log': ['\u001b[2Kfine\r\u001b[1Aevil\n', '⟦U+001B⟧[2Kfine⟦U+000D⟧⟦U+001B⟧[1Aevil\n'],
  'page.html': ['<script>alert(1)</script>\n', '<script>alert(1)</script>\n'],
  'picture.svg': ['<svg onload="alert(1)"/>\n', '<svg onload="alert(1)"/>\n'],
  'latin1.txt': [Buffer.from('caf\xe9\n', 'latin1'), 'caf⟦0xE9⟧\n'],
  'windows.txt': ['a\r\nb\r\n', 'a\nb\n'],
  'photo.png': [Buffer.from('\x89PNG\r\n\x1a\n\0\0', 'latin1'), null],
  'wide.js': [`x = '${'y'.repeat(5_000)}'\n`, `x = '${'y'.repeat(1_995)} ⟦3006 more characters⟧\n`],
  'zero\u200bwidth.ts': ['export {}\n', 'export {}\n'],
  'AUX.txt': ['a name some systems keep for themselves\n', 'a name some systems keep for themselves\n'],
}

let t: TakeHome
let params: { id: string }
let tips: string[]
const call = <O extends Operation>(operation: O, query: InputOf<O>['query'], more = {}) => t.call(operation, t.owner, { params: { ...params, ...more }, query } as Partial<InputOf<O>>)

beforeAll(async () => {
  t = await startTakeHome()
  const who = await t.apply('ada@example.org')
  await t.call(assignmentOps.startAssignment, who.candidate, { params: { id: who.assignmentId } })
  const { token } = await t.call(assignmentOps.createGitToken, who.candidate, { params: { id: who.assignmentId } })
  const work = await cloneWith(t, who.repoId, token)
  const first = await commit(work, 'code.ts', 'const one = 1\nconst two = 2\n')
  await push(work)
  for (const [name, [bytes]] of Object.entries(HOSTILE)) writeFileSync(path.join(work, name), bytes)
  symlinkSync('../../etc/passwd', path.join(work, 'leak'))
  mkdirSync(path.join(work, 'deep'))
  writeFileSync(path.join(work, '.gitattributes'), '*.ts -diff export-ignore\n')
  await commit(work, 'run.sh', '#!/bin/sh\n')
  execFileSync('git', ['update-index', '--chmod=+x', 'run.sh'], { cwd: work })
  await git(work, 'commit', '-qm', 'Say \u202enothing\u001b[31m')
  const second = await git(work, 'rev-parse', 'HEAD')
  await push(work)
  await git(work, 'reset', '-q', '--soft', first)
  await git(work, 'commit', '-qm', 'All of it again')
  const third = await commit(work, 'code.ts', 'const one = 1\n  const two = 2\nconst three = 3\n')
  await push(work, '--force', 'origin', 'main')
  tips = [first, second, third]
  await t.shift(4 * 3600 + 200)
  params = { id: (await t.call(assignmentOps.getAssignment, t.owner, { params: { id: who.applicationId } })).submission_id ?? '' }
}, 60_000)
afterAll(() => t.close())

describe('a file of a stranger', () => {
  test.each(Object.entries(HOSTILE))('%j is shown with nothing hidden', async (name, [, shown]) => {
    const { items } = await call(submissionOps.listSubmissionFiles, {})
    const listed = items.find((f) => f.path === name.replace('\u200b', '⟦U+200B⟧'))
    expect((await call(submissionOps.getSubmissionFile, { path: listed?.path ?? 'nowhere' })).text).toBe(shown)
  })

  test('says where something was hidden, what it is when it is no text, and gives long lines whole when asked', async () => {
    expect(await call(submissionOps.getSubmissionFile, { path: 'trojan.ts' })).toMatchObject({ hidden_on: [1] })
    expect(await call(submissionOps.getSubmissionFile, { path: 'photo.png' })).toMatchObject({ type: 'image/png', binary: true, size: 10 })
    expect(await call(submissionOps.getSubmissionFile, { path: 'wide.js' })).toMatchObject({ cut_lines: 1 })
    expect((await call(submissionOps.getSubmissionFile, { path: 'wide.js', lines: 'whole' })).text).toBe(HOSTILE['wide.js']?.[0])
  })

  test('a link is the text of its target, and is not followed', async () => {
    expect(await call(submissionOps.getSubmissionFile, { path: 'leak' })).toMatchObject({ kind: 'symlink', text: '../../etc/passwd' })
  })

  test('is saved byte for byte, as a file and never as a page', async () => {
    const file = await call(submissionOps.downloadSubmissionFile, { path: 'ansi.log' })
    expect(Buffer.from(file.bytes).toString()).toBe(HOSTILE['ansi.log']?.[0])
    expect(file).toMatchObject({ content_type: 'application/octet-stream', disposition: 'attachment' })
  })

  test.each(['nowhere.ts', '../etc/passwd', './code.ts', 'deep/', ':(glob)*', '--output=x', 'code.ts\n'])('%j is nothing that is there', async (name) => {
    await expect(call(submissionOps.getSubmissionFile, { path: name })).rejects.toMatchObject({ status: 404 })
    await expect(call(submissionOps.getSubmissionBlame, { path: name })).rejects.toMatchObject({ status: 404 })
    await expect(call(submissionOps.getSubmissionDiff, { path: name })).rejects.toMatchObject({ status: 404 })
  })
})

describe('what changed', () => {
  test('is told for all files, for one, and between any two commits', async () => {
    const { items, from, to } = await call(submissionOps.listSubmissionChanges, {})
    expect(items).toContainEqual({ path: 'code.ts', old_path: null, status: 'added', additions: 3, deletions: 0 })
    expect(items.map((c) => c.path)).toContain('zero⟦U+200B⟧width.ts')
    expect(to).toBe(tips[2])
    const whole = await call(submissionOps.getSubmissionDiff, {})
    expect(whole.patch).toContain('⟦U+202E⟧')
    expect(whole.patch).not.toMatch(/[\u202e\u001b\u200b]/)
    expect((await call(submissionOps.getSubmissionDiff, { path: 'zero⟦U+200B⟧width.ts' })).patch).toContain('+export {}')
    const between = await call(submissionOps.getSubmissionDiff, { from: tips[1], to: tips[2], path: 'code.ts' })
    expect(between.patch).toContain('+const three = 3')
    expect(between.patch).toContain('-const two = 2')
    expect((await call(submissionOps.getSubmissionDiff, { from: tips[1], to: tips[2], path: 'code.ts', whitespace: 'ignore' })).patch).not.toContain('-const two = 2')
    expect((await call(submissionOps.getSubmissionDiff, { from, to: from })).patch).toBe('')
  })

  test('is told for each push, also for one that rewrote the history', async () => {
    const { items } = await call(submissionOps.listSubmissionPushes, {})
    expect(items.map((p) => [p.to, p.forced])).toEqual([[tips[0], false], [tips[1], false], [tips[2], true]])
    expect(items[1]?.subject).toBe('Say ⟦U+202E⟧nothing⟦U+001B⟧[31m')
    const last = await call(submissionOps.getPushDiff, {}, { seq: items[2]?.seq })
    expect(last).toMatchObject({ from: tips[1], to: tips[2] })
    expect(last.patch).toContain('+const three = 3')
    expect((await call(submissionOps.getPushDiff, {}, { seq: items[0]?.seq })).patch).toContain('+const one = 1')
    await expect(call(submissionOps.getPushDiff, {}, { seq: 999 })).rejects.toMatchObject({ status: 404 })
  })

  test('a commit that was rewritten away can still be read; one of nowhere cannot', async () => {
    expect((await call(submissionOps.getSubmissionFile, { path: 'code.ts', commit: tips[0] })).text).toBe('const one = 1\nconst two = 2\n')
    await expect(call(submissionOps.getSubmissionFile, { path: 'code.ts', commit: 'f'.repeat(40) })).rejects.toMatchObject({ status: 404 })
  })
})

test('blame names commit and time of receipt for each line, and what is the starter’s', async () => {
  const { items } = await call(submissionOps.getSubmissionBlame, { path: 'code.ts' })
  expect(items).toMatchObject([{ from_line: 1, lines: 1, sha: tips[0], author: 'Ada', in_starter: false }, { from_line: 2, lines: 2, sha: tips[2] }])
  expect(items.every((run) => run.received_at !== null)).toBe(true)
  expect((await call(submissionOps.getSubmissionBlame, { path: 'RUBRIC.md' })).items).toMatchObject([{ in_starter: true }])
})

test('search shows the hit in a long line and hides nothing; a bad pattern is said to be one', async () => {
  expect((await call(submissionOps.searchSubmission, { q: 'ALERT' })).items.map((h) => h.path)).toEqual(['page.html', 'picture.svg'])
  expect((await call(submissionOps.searchSubmission, { q: 'evil', letters: 'exact' })).items).toMatchObject([{ path: 'ansi.log', line: 1, text: '⟦U+001B⟧[2Kfine⟦U+000D⟧⟦U+001B⟧[1Aevil' }])
  expect((await call(submissionOps.searchSubmission, { q: '^const (one|three)', mode: 'regex' })).items.length).toBe(2)
  expect((await call(submissionOps.searchSubmission, { q: "y'$", mode: 'regex' })).items[0]?.text.length).toBeLessThan(400)
  await expect(call(submissionOps.searchSubmission, { q: '(', mode: 'regex' })).rejects.toMatchObject({ status: 422 })
})

test.skipIf(spawnSync('python3', ['--version']).status !== 0)('the zip holds every file as it was pushed, and nothing in it runs or leads elsewhere', async () => {
  const { stream, filename } = await call(submissionOps.downloadSubmission, {})
  const file = path.join(t.dir, 'work.zip')
  writeFileSync(file, Buffer.from(await new Response(stream).arrayBuffer()))
  const program = 'import zipfile,json,sys; z=zipfile.ZipFile(sys.argv[1]); print(json.dumps([z.testzip(), {i.filename: [z.read(i).decode("latin1"), i.external_attr] for i in z.infolist()}]))'
  const [bad, files] = JSON.parse(execFileSync('python3', ['-c', program, file]).toString()) as [string | null, Record<string, [string, number]>]
  const folder = filename.replace('.zip', '')
  expect(bad).toBeNull()
  expect(files[`${folder}/leak`]).toEqual(['../../etc/passwd', 0])
  expect(files[`${folder}/run.sh`]).toEqual(['#!/bin/sh\n', 0])
  expect(files[`${folder}/code.ts`]?.[0]).toContain('const three')
  for (const [name, [given]] of Object.entries(HOSTILE)) expect(Buffer.from(files[`${folder}/${name.replace('\u200b', '⟦U+200B⟧')}`]?.[0] ?? '', 'latin1')).toEqual(Buffer.from(given as string))
})
