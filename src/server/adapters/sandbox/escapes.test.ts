import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createBubblewrap } from './bubblewrap.ts'
import { noSandbox } from './none.ts'
import { SandboxStopped, SandboxUnavailable } from './port.ts'
import { tally } from '#test/support/tally.ts'
import { file, kindsHere, node, perl, run, sh } from './test-kit.ts'

const { kinds, why } = await kindsHere()
const { ways: tried } = tally('sandbox-escapes', (suite) => suite.startsWith('what a job cannot reach'))
const folder = mkdtempSync(path.join(os.tmpdir(), 'handiwork-sandbox-'))
const secret = `secret-${randomUUID()}`
const servers: net.Server[] = []
const listening = (at: net.ListenOptions) => new Promise<net.Server>((resolve) => servers.push(net.createServer((socket) => socket.end('reached')).listen(at, function (this: net.Server) { resolve(this) })))

/** Says `reached`, or the error. Run on the machine too, to know that the way is open there. */
const CONNECT = `const s = require('net').connect(JSON.parse(process.argv[1])); s.on('data', (d) => { console.log(String(d)); process.exit() }); s.on('error', (e) => { console.log(e.code); process.exit() })`

beforeAll(() => {
  writeFileSync(path.join(folder, 'secret.txt'), secret)
  process.env['SANDBOX_TEST_SECRET'] = secret
})
afterAll(() => {
  delete process.env['SANDBOX_TEST_SECRET']
  for (const server of servers) server.close()
  rmSync(folder, { recursive: true, force: true })
})

describe.skipIf(kinds.length > 0)(`No sandbox is tested here: ${why}`, () => {
  it('would be', () => {})
})

describe.each(kinds)('what a job cannot reach $name', ({ sandbox }) => {
  it('the network: neither servers of the machine, by any kind of address, nor the world', async () => {
    const tcp = (await listening({ port: 0, host: '127.0.0.1' })).address() as net.AddressInfo
    const everywhere = (await listening({ port: 0, host: '0.0.0.0' })).address() as net.AddressInfo
    const unix = path.join(folder, `${randomUUID()}.sock`)
    const abstract = `\0handiwork-${randomUUID()}`
    await listening({ path: unix })
    await listening({ path: abstract })
    const ways = [{ port: tcp.port, host: '127.0.0.1' }, { port: everywhere.port, host: ownAddress() }, { path: unix }, { path: abstract }]
    tried(ways.length + 3)
    for (const way of ways) {
      const target = JSON.stringify(way)
      const open = await fromHere(way)
      expect({ way, open }).toEqual({ way, open: 'reached' })
      expect((await run(sandbox, ['node', '-e', CONNECT, target])).out.trim()).toMatch(/^(ECONNREFUSED|ENETUNREACH|ENOENT)$/)
    }
    for (const host of ['1.1.1.1', '2606:4700:4700::1111', 'example.org']) {
      expect((await run(sandbox, ['node', '-e', CONNECT, JSON.stringify({ port: 80, host })])).out.trim()).toMatch(/^(ENETUNREACH|EADDRNOTAVAIL|EAI_AGAIN|ENOTFOUND|ECONNREFUSED)$/)
    }
  })

  it('may still talk to itself', async () => {
    tried(0)
    const { out } = await node(sandbox, `const s = require('http').createServer((q, a) => a.end('mine')).listen(0, '127.0.0.1', async () => { console.log(await (await fetch('http://127.0.0.1:' + s.address().port)).text()); process.exit() })`)
    expect(out).toBe('mine\n')
  })

  it('files of the machine and of ours', async () => {
    const ours = [path.join(folder, 'secret.txt'), import.meta.filename, '/etc/shadow', '/etc/passwd', '/etc/hostname', '/root', '/home', '/var', '/run', '/sys', '/boot', '/mnt', process.cwd(), '/usr/local', '/usr/src', '/usr/sbin']
    tried(ours.length)
    expect(ours.filter((name) => existsSync(name)).length).toBeGreaterThan(8)
    const { out } = await run(sandbox, ['node', '-e', `console.log(JSON.stringify(process.argv.slice(1).filter((f) => require('fs').existsSync(f))))`, ...ours])
    expect(JSON.parse(out)).toEqual([])
    expect((await sh(sandbox, 'ls /')).out.trim().split(/\s+/).filter((name) => !/^(bin|dev|etc|lent|lib\w*|proc|results|tmp|usr|job)$/.test(name))).toEqual([])
  })

  it('what is ours below the programs of the system', async () => {
    const covering = createBubblewrap({ hidden: ['/usr/share/zoneinfo'], storeDir: folder })
    expect(Number((await sh(sandbox, 'ls /usr/share/zoneinfo | wc -l')).out)).toBeGreaterThan(5)
    expect((await sh(covering, 'ls /usr/share/zoneinfo | wc -l')).out.trim()).toBe('0')
  })

  it('our environment, our processes and our open files', async () => {
    const { out } = await sh(sandbox, 'env; cat /proc/*/environ /proc/*/cmdline | tr "\\0" "\\n"; ls /proc | grep -c "^[0-9]"; readlink /proc/*/fd/* /proc/*/cwd /proc/*/exe /proc/*/root')
    expect(out).toContain('PATH=/lent/bin')
    expect(out).not.toContain(secret)
    expect(out).not.toContain(folder)
    const pids = JSON.parse((await node(sandbox, `console.log(JSON.stringify(require('fs').readdirSync('/proc').filter((n) => /^[0-9]+$/.test(n)).length))`)).out) as number
    expect(pids).toBeLessThan(6)
    const open = (await node(sandbox, `for (const fd of require('fs').readdirSync('/proc/' + process.ppid + '/fd')) try { console.log(fd, require('fs').readlinkSync('/proc/' + process.ppid + '/fd/' + fd)) } catch {}`)).out
    expect(open.split('\n').filter((line) => line && !/ (?:\/dev\/null|socket:\[\d+\]|\/proc\/\d+\/fd)$/.test(line))).toEqual([])
  })

  it('other processes of the machine, by signal or by number', async () => {
    const { out } = await node(sandbox, `let n = 0; for (const pid of process.argv.slice(1)) try { process.kill(Number(pid), 0); n++ } catch {} console.log(n)`.replace('process.argv.slice(1)', `[${process.pid}, ${process.ppid}]`))
    expect(out).toBe('0\n')
  })

  it('privileges: none are held, none can be won, no mount honours a set-user-id bit', async () => {
    const { out } = await sh(sandbox, 'grep -E "^(NoNewPrivs|Seccomp|Cap(Eff|Prm|Inh|Bnd|Amb)):" /proc/self/status; grep -v nosuid /proc/mounts; cp /usr/bin/id /job/id && chmod 6755 /job/id && /job/id; su -c id 2>&1; true')
    expect(out).toMatch(/NoNewPrivs:\s1\n/)
    expect(out).toMatch(/Seccomp:\s2\n/)
    expect([...out.matchAll(/Cap\w+:\s(\w+)/g)].map(([, set]) => set)).toEqual(Array(5).fill('0000000000000000'))
    expect(out).not.toMatch(/^\w+ \/\w* \w+ (?!.*nosuid)/m)
    expect(out).not.toMatch(/id=0\b/)
  })

  it('system calls that would open a way: refused by the filter, before anything else is asked', async () => {
    tried(callsOf(process.arch).length)
    const refused = (await perl(sandbox, `for (${callsOf(process.arch).join(', ')}) { $! = 0; my $r = syscall($_, 0, 0, 0, 0, 0, 0); print "$_ " . ($! + 0) . " $r\\n" }`)).out
    expect(refused.trim().split('\n')).toEqual(callsOf(process.arch).map((call) => `${call} 1 -1`))
    // Here the first of them, PTRACE_TRACEME, works.
    expect(execFileSync('perl', ['-e', `print syscall(${callsOf(process.arch)[0]}, 0, 0, 0, 0)`]).toString()).toBe('0')
  })

  it('new namespaces and mounts, with the programs that make them', async () => {
    const commands = ['unshare -U true', 'unshare -m true', 'unshare -n true', 'unshare -rp --fork true', 'mount -t tmpfs x /tmp', 'mount -o remount,rw /', 'umount /tmp', 'chroot /tmp', 'nsenter -t 1 -m true']
    tried(commands.length)
    for (const command of commands) {
      const { exitCode } = await sh(sandbox, command)
      expect({ command, succeeded: exitCode === 0 }).toEqual({ command, succeeded: false })
    }
  })

  it('sockets that are not for talking: netlink, packets, the virtual machine below, the kernel’s ciphers', async () => {
    tried(5)
    const domains = [[16, 3, 0], [17, 3, 0], [40, 1, 0], [38, 5, 0], [15, 3, 2]]
    const { out } = await perl(sandbox, domains.map(([d, t, p]) => `socket(my $s${d}, ${d}, ${t}, ${p}) or print $! + 0, " ";`).join(''))
    expect(out.trim().split(' ')).toEqual(['1', '1', '1', '1', '1'])
    expect((await perl(sandbox, 'print socket(my $s, 1, 1, 0) ? "ok" : $!')).out).toBe('ok')
  })

  it('the machine through links: in its tree, under a link of its tree, and in what is read back', async () => {
    const outside = path.join(folder, randomUUID())
    const link = file('out', path.dirname(outside), '120000')
    const linked = await sh(sandbox, 'cat out/secret.txt; cat shadow; true', { files: [link, file('shadow', '/etc/shadow', '120000')] })
    expect(linked.out).toBe('')
    for (const name of [`out/${path.basename(outside)}`, `../../../../../..${outside}`, outside]) {
      await sh(sandbox, 'true', { files: [link, file(name, 'escaped')] })
      expect(existsSync(outside)).toBe(false)
    }
    const before = readdirSync(folder)
    const { results } = await sh(sandbox, `cd /results; ln -s ${folder}/secret.txt link; ln -s / root; mkdir deep; echo x > deep/x; mkfifo pipe; echo x > '..x'; echo x > "a b"; echo fine > fine; ln fine hard; ln -s fine soft`)
    expect([...results.keys()].filter((name) => name !== 'fine' && name !== 'hard')).toEqual([])
    expect([...results.values()].map(String)).not.toContain(secret)
    expect(readdirSync(folder)).toEqual(before)
  })

  it('what is lent to it can be read and not changed, whatever its own tree says', async () => {
    const lent = mkdtempSync(path.join(folder, 'lent-'))
    writeFileSync(path.join(lent, 'test.txt'), 'ours')
    // Anybody could write there, if it were not lent.
    chmodSync(lent, 0o777)
    chmodSync(path.join(lent, 'test.txt'), 0o666)
    const files = [file('hidden/test.txt', 'theirs'), file('hidden/more.txt', 'theirs'), file('kept.txt', 'theirs')]
    const { out } = await sh(sandbox, 'cat hidden/test.txt kept.txt; ls hidden; echo changed > hidden/test.txt; rm -f hidden/test.txt; mv hidden gone; touch hidden/new; cat hidden/test.txt', { files, binds: [{ from: lent, at: '/job/hidden' }] })
    expect(out).toBe('ourstheirstest.txt\nours')
    const replaced = await sh(sandbox, 'cat hidden/test.txt', { files: [file('hidden', '/tmp', '120000')], binds: [{ from: lent, at: '/job/hidden' }] })
    expect(replaced.out).toBe('ours')
    expect(readdirSync(lent)).toEqual(['test.txt'])
  })

  it('says what it would not lay down, and runs nothing then', async () => {
    const { end, exitCode, out } = await sh(sandbox, 'echo ran', { files: [file('big', 'x'.repeat(40e6))] })
    expect({ end, exitCode, out }).toEqual({ end: 'files_refused', exitCode: null, out: '' })
  })
})

/** Whether bubblewrap alone works here, without anything of ours around it. */
function bubblewrapWorks(): boolean {
  try {
    execFileSync('bwrap', ['--unshare-all', '--unshare-user', '--disable-userns', '--ro-bind', '/', '/', 'true'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

describe.skipIf(!bubblewrapWorks())('where bubblewrap works', () => {
  it('there is a sandbox, so that none of these tests is skipped because ours is broken', () => {
    expect({ kinds: kinds.length > 0, why }).toEqual({ kinds: true, why: '' })
  })

  it('every job ends with the program, and none begins after it', async () => {
    const sandbox = createBubblewrap({ hidden: [], storeDir: folder })
    const running = sh(sandbox, 'sleep 60')
    setTimeout(() => sandbox.stop(), 300)
    await expect(running).rejects.toThrow(SandboxStopped)
    await expect(sh(sandbox, 'true')).rejects.toThrow(SandboxStopped)
  })
})

describe('where there is no sandbox', () => {
  it('nothing runs, and the reason is said', async () => {
    const marker = path.join(folder, 'ran')
    const sandbox = noSandbox('Not here.')
    await expect(sandbox.run({ files: [], command: ['touch', marker] })).rejects.toThrow(SandboxUnavailable)
    expect(await sandbox.standing()).toEqual({ kind: 'none', says: 'Not here.' })
    expect(existsSync(marker)).toBe(false)
  })
})

/** ptrace first, then mounting, namespaces, keys, programs in the kernel, handles, the machine. */
function callsOf(arch: string): number[] {
  const shared = [428, 429, 430, 431, 432, 438, 440, 442]
  const x64 = [101, 310, 311, 165, 166, 155, 161, 272, 308, 250, 298, 321, 323, 304, 175, 246, 169, 167, 170, 29]
  const arm64 = [117, 270, 271, 40, 39, 41, 51, 97, 268, 219, 241, 280, 282, 265, 105, 104, 142, 224, 161, 194]
  return [...(arch === 'arm64' ? arm64 : x64), ...shared]
}

function fromHere(way: net.NetConnectOpts): Promise<string> {
  return new Promise((resolve) => {
    net.connect(way).on('data', (bytes) => resolve(String(bytes))).on('error', (error) => resolve(String(error)))
  })
}

/** An address of the machine that is not its loopback's, if it has one. */
function ownAddress(): string {
  return Object.values(os.networkInterfaces()).flat().find((i) => i && !i.internal && i.family === 'IPv4')?.address ?? '127.0.0.1'
}
