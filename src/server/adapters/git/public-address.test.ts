import { describe, expect, it } from 'vitest'
import { checkAddress, isPublicAddress } from './public-address.ts'

const HERE = ['0.0.0.0', '10.1.2.3', '100.64.0.1', '100.127.255.255', '127.0.0.1', '127.9.9.9', '169.254.169.254', '172.16.0.1', '172.31.255.255', '192.0.0.8', '192.0.2.1', '192.88.99.1', '192.168.1.1', '198.18.0.1', '198.19.255.255', '198.51.100.7', '203.0.113.7', '224.0.0.1', '240.0.0.1', '255.255.255.255']
const HERE_6 = ['::', '::1', '::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:8.8.8.8', '64:ff9b::7f00:1', '64:ff9b:1::1', '100::1', '2001::1', '2001:db8::1', '2002:7f00:1::', '3fff::1', 'fc00::1', 'fd12::1', 'fe80::1', 'fe80::1%eth0', 'ff02::1', '5f00::1']
const EVERYBODYS = ['1.1.1.1', '8.8.8.8', '100.63.255.255', '100.128.0.1', '172.15.0.1', '172.32.0.1', '192.0.1.1', '198.17.255.255', '198.20.0.1', '223.255.255.255', '2606:4700:4700::1111', '2a00:1450::1', '2001:4860:4860::8888']

describe('an address that is everybody’s', () => {
  it('is none of the special ones, in version 4 and 6, and none that carries one inside', () => {
    expect([...HERE, ...HERE_6].filter(isPublicAddress)).toEqual([])
    expect(EVERYBODYS.filter((a) => !isPublicAddress(a))).toEqual([])
    expect(['', 'localhost', '1.2.3', '::g'].filter(isPublicAddress)).toEqual([])
  })
})

describe('an address to fetch from', () => {
  const resolve = (to: Record<string, string[]>) => (host: string) => (to[host] ? Promise.resolve(to[host]) : Promise.reject(new Error('ENOTFOUND')))
  const ask = (url: string, to: Record<string, string[]> = {}, trusted = false) => checkAddress(url, { trusted, resolve: resolve(to) })

  it('is https, on its usual ports, without a name, a password, a question or a fragment', async () => {
    const to = { 'git.example.com': ['1.1.1.1'] }
    expect(await ask('https://git.example.com/a.git', to)).toMatchObject({ addresses: ['1.1.1.1'] })
    expect(await ask('https://git.example.com:8443/a.git', to)).toMatchObject({ addresses: ['1.1.1.1'] })
    for (const odd of ['http://git.example.com/a', 'git://git.example.com/a', 'ssh://git@git.example.com/a', 'file:///etc/passwd', 'ext::sh -c id', 'https://me:pw@git.example.com/a', 'https://git.example.com:22/a', 'https://git.example.com/a?x=1', 'https://git.example.com/a#x', 'nonsense', '']) {
      expect(await ask(odd, to), odd).toMatchObject({ refused: expect.stringMatching(/./) })
    }
  })

  it('leads to no machine of ours, however it is written, and to none where only one of its addresses is ours', async () => {
    const to = { 'inside.example.com': ['10.0.0.1'], 'both.example.com': ['1.1.1.1', '127.0.0.1'], 'six.example.com': ['::1'], localhost: ['127.0.0.1'], 'localhost.': ['127.0.0.1'] }
    const ways = ['https://127.0.0.1/a', 'https://0x7f000001/a', 'https://0177.0.0.1/a', 'https://2130706433/a', 'https://127.1/a', 'https://0/a', 'https://[::1]/a', 'https://[::ffff:7f00:1]/a', 'https://[::ffff:127.0.0.1]/a', 'https://[64:ff9b::a9fe:a9fe]/a', 'https://169.254.169.254/a', 'https://１２７.０.０.１/a', 'https://127。0。0。1/a', 'https://localhost/a', 'https://localhost./a', 'https://inside.example.com/a', 'https://both.example.com/a', 'https://six.example.com/a', 'https://nowhere.example.com/a']
    for (const way of ways) expect(await ask(way, to), way).toMatchObject({ refused: expect.stringMatching(/./) })
  })

  it('may be private and plain http where the operator has said so', async () => {
    expect(await ask('http://10.0.0.5:3000/a.git', {}, true)).toMatchObject({ addresses: ['10.0.0.5'] })
    expect(await ask('ftp://10.0.0.5/a', {}, true)).toMatchObject({ refused: expect.stringMatching(/https/) })
  })
})
