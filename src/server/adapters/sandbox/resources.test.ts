import { spawn } from 'node:child_process'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, it, vi } from 'vitest'
import { tally } from '#test/support/tally.ts'
import { SMALL, gone, kindsHere, mark, node, perl, processesWith, run, sh } from './test-kit.ts'

const { kinds, why } = await kindsHere()
const { ways: tried } = tally('sandbox-resources', (suite) => suite.startsWith('what a job may use up'))
const MB = 1024 * 1024

describe.skipIf(kinds.length > 0)(`No sandbox is tested here: ${why}`, () => {
  it('would be', () => {})
})

describe.each(kinds)('what a job may use up $name', ({ sandbox }) => {
  it('runs what is well within, and is told how it ended', async () => {
    tried(0)
    const { end, exitCode, out, err, results } = await sh(sandbox, 'echo out; echo err >&2; echo kept > /results/note.txt; exit 3')
    expect({ end, exitCode, out, err }).toEqual({ end: 'exited', exitCode: 3, out: 'out\n', err: 'err\n' })
    expect(results.get('note.txt')?.toString()).toBe('kept\n')
  })

  it('a fork bomb makes as many processes as it may and no more', async () => {
    const marked = mark()
    const bomb = `for (1..400) { my $p = fork; if (!defined $p) { $no++ } elsif (!$p) { sleep 60; exit } else { $yes++ } } printf "%d %d", $yes, $no`
    const { out, end } = await run(sandbox, ['perl', '-e', bomb, marked])
    const [yes = 0, no = 0] = out.split(' ').map(Number)
    expect(end).toBe('exited')
    expect(yes).toBeGreaterThan(20)
    expect(yes).toBeLessThan(SMALL.processes)
    expect(yes + no).toBe(400)
    await gone(marked)
  })

  it('a fork bomb whose children bomb in turn ends with its time, all of it', async () => {
    const marked = mark()
    const ended = run(sandbox, ['perl', '-e', '$SIG{$_} = "IGNORE" for qw(TERM HUP INT); fork while 1', marked], { limits: { wallMs: 2_000 } })
    await wait(1_000)
    // bubblewrap and its keeper carry the mark as well.
    expect(processesWith(marked)).toBeGreaterThan(20)
    expect(processesWith(marked)).toBeLessThan(SMALL.processes + 8)
    expect((await ended).end).toBe('out_of_time')
    await gone(marked)
  })

  it('fills its disks and not ours', async () => {
    const fill = `const fs = require('fs'); const mb = Buffer.alloc(1e6, 1); const said = {}
      for (const at of ['/job', '/tmp', '/results', '/dev/shm', '/', '/dev', '/usr/bin', '/etc', '/lent', '/proc', '/sys', '/var', '/run']) {
        let sum = 0
        try { for (; sum < 300; sum++) fs.writeFileSync(at + '/fill' + sum, mb) } catch {}
        said[at] = sum
        for (let i = 0; i <= sum; i++) fs.rmSync(at + '/fill' + i, { force: true })
      }
      console.log(JSON.stringify(said))`
    // Where it cannot write, it also cannot remove what is not there, which is no error.
    const { out, err } = await node(sandbox, fill.replaceAll('fs.rmSync(at', 'sum && fs.rmSync(at'))
    expect(err).toBe('')
    const { '/job': job, '/tmp': tmp, '/results': results, '/dev/shm': shm, ...elsewhere } = JSON.parse(out) as Record<string, number>
    expect({ job: Number(job) > 20 && Number(job) <= 34, tmp: Number(tmp) <= 135, results: Number(results) <= 1, shm: Number(shm) <= 17 }).toEqual({ job: true, tmp: true, results: true, shm: true })
    expect(Object.values(elsewhere).every((n) => n === 0)).toBe(true)
  })

  it.each(['/job', '/tmp', '/results', '/dev/shm'])('ends when it makes files without end in %s', async (at) => {
    const { end } = await node(sandbox, `for (let i = 0; ; i++) require('fs').mkdirSync('${at}/' + i)`)
    expect(end).toBe('too_many_files')
  })

  it('ends when its processes together hold too much memory, though each holds little', async () => {
    const { end, wallMs } = await perl(sandbox, 'for (1..12) { my $p = fork; if (!$p) { my $held = "x" x 60e6; sleep 30; exit } } wait for 1..12')
    expect(end).toBe('out_of_memory')
    expect(wallMs).toBeLessThan(15_000)
  })

  it('holds what one process asks for, and memory that hides in files', async () => {
    expect((await perl(sandbox, 'my $x = "x" x 900e6; print "got it"')).out).not.toContain('got it')
    const hidden = await perl(sandbox, 'for (1..6) { my $p = fork; if (!$p) { my $held = "x" x 60e6; sleep 30; exit } } system("head -c 100000000 /dev/zero > /tmp/held"); wait for 1..6')
    expect(hidden.end).toBe('out_of_memory')
  })

  it.each(['yes', 'yes >&2', 'yes & yes & yes & yes >&2'])('ends when it says too much: %s', async (script) => {
    const { end, stdout, stderr, wallMs } = await sh(sandbox, `${script}; wait`)
    expect(end).toBe('too_much_output')
    expect(Math.max(stdout.bytes.length, stderr.bytes.length)).toBe(SMALL.outputBytes)
    expect(wallMs).toBeLessThan(10_000)
  })

  it('ends when its time is over, also when it sleeps, hangs or will hear no signal', async () => {
    for (const script of ['sleep 60', 'while :; do :; done', 'trap "" TERM INT HUP; sleep 60 & wait; while :; do sleep 1; done', 'setsid sh -c "trap \'\' TERM; sleep 60"']) {
      const { end, wallMs } = await sh(sandbox, script, { limits: { wallMs: 700 } })
      expect({ script, end }).toEqual({ script, end: 'out_of_time' })
      expect(wallMs).toBeLessThan(5_000)
    }
  })

  it('ends a process that has used its time on the processor', async () => {
    const { end } = await run(sandbox, ['node', '-e', 'for (;;);'], { limits: { cpuSeconds: 1 } })
    expect(end).toBe('killed')
  })

  it('takes with it what was left running in the background, and reads results only then', async () => {
    const marked = mark()
    const left = `(setsid sh -c 'trap "" TERM HUP; while :; do echo more >> /results/log; done' ${marked} </dev/null >/dev/null 2>&1 &) ; sleep 0.3; exit 0`
    const { end, exitCode } = await sh(sandbox, left)
    expect({ end, exitCode }).toEqual({ end: 'exited', exitCode: 0 })
    await gone(marked)
  })

  it('is stopped when the one who asked gives up', async () => {
    const marked = mark()
    const stop = new AbortController()
    const ended = run(sandbox, ['sh', '-c', 'sleep 60', marked], { signal: stop.signal })
    setTimeout(() => stop.abort(), 300)
    expect((await ended).end).toBe('stopped')
    await gone(marked)
  })

  it('is stopped at any moment, also before it has begun, and leaves nothing behind', async () => {
    for (let ms = 0; ms < 40; ms += 2) {
      const marked = mark()
      const stop = new AbortController()
      setTimeout(() => stop.abort(), ms)
      const end = await run(sandbox, ['sh', '-c', 'sleep 60', marked], { signal: stop.signal }).then((r) => r.end, String)
      expect({ ms, end }).toEqual({ ms, end: 'stopped' })
      await gone(marked)
    }
  })

  it('ends with the program that started it, however that ends', async () => {
    const marked = mark()
    const program = spawn(process.execPath, ['--import', 'tsx', '-e', `import(${JSON.stringify(path.join(import.meta.dirname, 'bubblewrap.ts'))}).then((m) => m.createBubblewrap({ hidden: [], storeDir: '/nowhere' }).run({ files: [], command: ['sh', '-c', 'sleep 60', '${marked}'] }))`], { stdio: 'ignore' })
    await vi.waitUntil(() => processesWith(marked) > 2, { timeout: 30_000, interval: 50 })
    await wait(300)
    program.kill('SIGKILL')
    await gone(marked)
  })

  it('hands back no more results than it may', async () => {
    const { results, resultsTruncated } = await sh(sandbox, 'head -c 900000 /dev/zero > /results/a; head -c 900000 /dev/zero > /results/b; true')
    expect([...results.values()].reduce((sum, bytes) => sum + bytes.length, 0)).toBeLessThanOrEqual(MB)
    expect(resultsTruncated).toBe(false)
  })
})
