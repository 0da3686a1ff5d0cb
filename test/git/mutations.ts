/** Requests of git, broken in every way that comes to mind; the same ones for the same seed. */
import { gzipSync } from 'node:zlib'
import { FLUSH, pkt } from '#server/adapters/git/pkt-line.ts'

export interface GitRequest {
  name: string
  method: string
  /** After `/git/<id>.git/`. */
  path: string
  headers: Record<string, string>
  body: Buffer
  /** Ends the connection after so many bytes of the body. */
  cutAt?: number
}

export interface Delivery {
  from: string
  to: string
  pack: Buffer
}

export type Random = () => number

/** Mulberry32: small, and good enough to choose with. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

const ZERO = '0'.repeat(40)
const DELIM = Buffer.from('0001')
const V2 = { 'Git-Protocol': 'version=2' }
const fetching = (body: Buffer, headers: Record<string, string> = {}) => ({ method: 'POST', path: 'git-upload-pack', headers: { 'Content-Type': 'application/x-git-upload-pack-request', ...headers }, body })
const pushing = (body: Buffer) => ({ method: 'POST', path: 'git-receive-pack', headers: { 'Content-Type': 'application/x-git-receive-pack-request' }, body })
const command = (line: string, more: Buffer[] = []) => Buffer.concat([pkt(`${line}\0report-status side-band-64k delete-refs ofs-delta agent=git/test`), ...more, FLUSH])

/** What a client really sends. */
export function wholeRequests({ from, to, pack }: Delivery): GitRequest[] {
  const v2fetch = Buffer.concat([pkt('command=fetch'), pkt('agent=git/test'), pkt('object-format=sha1'), DELIM, pkt('thin-pack'), pkt('ofs-delta'), pkt(`want ${from}\n`), pkt(`have ${to}\n`), pkt('done\n'), FLUSH])
  const v0fetch = Buffer.concat([pkt(`want ${from} multi_ack_detailed no-done side-band-64k thin-pack ofs-delta agent=git/test\n`), FLUSH, pkt('done\n')])
  const lsRefs = Buffer.concat([pkt('command=ls-refs\n'), pkt('object-format=sha1'), DELIM, pkt('peel\n'), pkt('symrefs\n'), pkt('ref-prefix refs/heads/\n'), FLUSH])
  const empty = Buffer.alloc(0)
  return [
    { name: 'list for fetching', method: 'GET', path: 'info/refs?service=git-upload-pack', headers: V2, body: empty },
    { name: 'list for fetching, version 0', method: 'GET', path: 'info/refs?service=git-upload-pack', headers: {}, body: empty },
    { name: 'list for pushing', method: 'GET', path: 'info/refs?service=git-receive-pack', headers: {}, body: empty },
    { name: 'ls-refs', ...fetching(lsRefs, V2) },
    { name: 'fetch', ...fetching(v2fetch, V2) },
    { name: 'fetch, zipped', ...fetching(gzipSync(v2fetch), { ...V2, 'Content-Encoding': 'gzip' }) },
    { name: 'fetch, version 0', ...fetching(v0fetch) },
    { name: 'push', ...pushing(Buffer.concat([command(`${from} ${to} refs/heads/main`), pack])) },
    { name: 'push of a branch', ...pushing(Buffer.concat([command(`${ZERO} ${to} refs/heads/idea`), pack])) },
    { name: 'push of two', ...pushing(Buffer.concat([command(`${from} ${to} refs/heads/main`, [pkt(`${ZERO} ${to} refs/tags/v1`)]), pack])) },
    { name: 'deletion', ...pushing(command(`${from} ${ZERO} refs/heads/main`)) },
    { name: 'probe', ...pushing(FLUSH) },
  ]
}

type Change = (r: GitRequest, random: Random) => GitRequest

const pick = <T>(from: readonly T[], random: Random): T => from[Math.floor(random() * from.length)]!
const at = (bytes: Buffer, random: Random) => Math.floor(random() * Math.max(1, bytes.length))
const onBody = (change: (b: Buffer, random: Random) => Buffer): Change => (r, random) => ({ ...r, body: change(Buffer.from(r.body), random) })

const LENGTHS = ['0000', '0001', '0002', '0003', '0004', '0005', 'fff0', 'ffff', 'zzzz', '-001', '  10', '00000']
const NAMES = ['refs/heads/../../etc/x', 'refs/heads/-x', 'HEAD', 'refs/handiwork/pushes/1', 'refs/handiwork/submission', 'refs/heads/a..b', 'refs/heads/a\x1b[31m', 'refs/heads/main.lock', 'refs/heads/', 'refs/replace/x', `refs/heads/${'x'.repeat(5000)}`, 'refs/heads/a b', 'refs/heads/@{-1}', 'refs/heads/main/below']
const CHANGES: Record<string, Change> = {
  'some bytes': onBody((b, random) => {
    for (let n = 0; n < 1 + random() * 8; n++) if (b.length > 0) b[at(b, random)] = Math.floor(random() * 256)
    return b
  }),
  'cut short': onBody((b, random) => b.subarray(0, at(b, random))),
  'a part twice': onBody((b, random) => {
    const [from, to] = [at(b, random), at(b, random)].sort((x, y) => x - y) as [number, number]
    return Buffer.concat([b.subarray(0, to), b.subarray(from)])
  }),
  'a part left out': onBody((b, random) => {
    const [from, to] = [at(b, random), at(b, random)].sort((x, y) => x - y) as [number, number]
    return Buffer.concat([b.subarray(0, from), b.subarray(to)])
  }),
  'a length': onBody((b, random) => Buffer.concat([Buffer.from(pick(LENGTHS, random)), b.subarray(Math.min(4, b.length))])),
  'an id': onBody((b, random) => Buffer.from(b.toString('latin1').replace(/[0-9a-f]{40}/, pick([ZERO, 'f'.repeat(40), 'g'.repeat(40), '1'.repeat(39)], random)), 'latin1')),
  'a name': onBody((b, random) => renamed(b, pick(NAMES, random))),
  'the count of objects': onBody((b, random) => {
    const start = b.indexOf('PACK')
    if (start >= 0 && start + 12 <= b.length) b.writeUInt32BE(Math.floor(random() * 4_294_967_295), start + 8)
    return b
  }),
  'the version of the pack': onBody((b, random) => {
    const start = b.indexOf('PACK')
    if (start >= 0 && start + 8 <= b.length) b.writeUInt32BE(Math.floor(random() * 10), start + 4)
    return b
  }),
  'noise after it': onBody((b, random) => Buffer.concat([b, Buffer.alloc(Math.floor(random() * 4096), Math.floor(random() * 256))])),
  'zipped': (r) => ({ ...r, headers: { ...r.headers, 'Content-Encoding': 'gzip' }, body: gzipSync(r.body) }),
  'said to be zipped': (r) => ({ ...r, headers: { ...r.headers, 'Content-Encoding': 'gzip' } }),
  'a bomb, zipped': (r) => ({ ...r, headers: { ...r.headers, 'Content-Encoding': 'gzip' }, body: BOMB }),
  'another encoding': (r, random) => ({ ...r, headers: { ...r.headers, 'Content-Encoding': pick(['br', 'deflate', 'identity', 'gzip, gzip', 'x'], random) } }),
  'another type': (r, random) => ({ ...r, headers: { ...r.headers, 'Content-Type': pick(['text/plain', 'application/x-git-receive-pack-request', 'application/x-git-upload-pack-request', ''], random) } }),
  'another protocol': (r, random) => ({ ...r, headers: { ...r.headers, 'Git-Protocol': pick(['version=0', 'version=1', 'version=2', 'version=3', 'version=2:evil', `version=${'2'.repeat(9000)}`], random) } }),
  'another method': (r, random) => ({ ...r, method: pick(['GET', 'PUT', 'DELETE', 'OPTIONS', 'POST', 'PATCH'], random) }),
  'another path': (r, random) => ({ ...r, path: pick(['info/refs', 'info/refs?service=git-evil', 'HEAD', 'objects/info/packs', '../x.git/info/refs', '%2e%2e/config', 'git-upload-archive', 'info/refs?service=git-upload-pack&service=git-receive-pack', 'info/lfs/objects/batch', 'config'], random) }),
  'broken off': (r, random) => ({ ...r, cutAt: at(r.body, random) }),
  'nothing': (r) => r,
}

/** 20 MB of zeros in 20 KB. */
const BOMB = gzipSync(Buffer.alloc(20 * 1024 * 1024))

function renamed(b: Buffer, name: string): Buffer {
  const text = b.toString('latin1')
  const match = /[0-9a-f]{4}([0-9a-f]{40} [0-9a-f]{40}) refs\/[^\0]+(\0[^]*?)0000/.exec(text)
  if (!match) return b
  const line = pkt(Buffer.from(`${match[1]} ${name}${match[2]}`, 'latin1'))
  return Buffer.concat([Buffer.from(text.slice(0, match.index), 'latin1'), line, Buffer.from(text.slice(match.index + match[0].length - 4), 'latin1')])
}

/** One request, changed once to three times. */
export function mutate(whole: readonly GitRequest[], random: Random): GitRequest {
  let made = pick(whole, random)
  for (let n = 0; n < 1 + Math.floor(random() * 3); n++) {
    const [what, change] = pick(Object.entries(CHANGES), random)
    made = { ...change(made, random), name: `${made.name}, ${what}` }
  }
  return made
}
