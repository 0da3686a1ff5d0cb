/**
 * Which addresses are everybody's. What the IANA special-purpose registries name is not: our own machine, its network, and
 * what only looks like another place. Node's `BlockList` compares; the lists are here.
 */
import { lookup } from 'node:dns/promises'
import { BlockList, isIP } from 'node:net'

const SPECIAL_4 = ['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24', '192.0.2.0/24', '192.31.196.0/24', '192.52.193.0/24', '192.88.99.0/24', '192.168.0.0/16', '192.175.48.0/24', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4']
/** Nothing outside 2000::/3 is handed out; within it these are something else, or carry an IPv4 address inside. */
const SPECIAL_6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20']

const special = new BlockList()
for (const range of SPECIAL_4) addRange(range, 'ipv4')
for (const range of SPECIAL_6) addRange(range, 'ipv6')
const handedOut = new BlockList()
handedOut.addSubnet('2000::', 3, 'ipv6')

function addRange(range: string, kind: 'ipv4' | 'ipv6') {
  const [net = '', bits = ''] = range.split('/')
  special.addSubnet(net, Number(bits), kind)
}

/** Whether anybody on the internet means the same machine by it. False for what is no address. */
export function isPublicAddress(address: string): boolean {
  const version = isIP(address)
  if (version === 4) return !special.check(address, 'ipv4')
  return version === 6 && !address.includes('%') && handedOut.check(address, 'ipv6') && !special.check(address, 'ipv6')
}

/** Why an address of the web is not to be asked, as a sentence; or its parts, and the addresses to hold its name to. */
export type Checked = { refused: string } | { url: URL; addresses: string[] }

/** Rejects nothing: what can't be looked up is refused. Every address a name has must be everybody's, unless `trusted`. */
export async function checkAddress(text: string, o: { trusted: boolean; resolve?: (host: string) => Promise<string[]> }): Promise<Checked> {
  const url = URL.parse(text)
  const odd = url ? oddity(url, o.trusted) : 'This is no address. It looks like https://git.example.com/team/starter.git.'
  if (!url || odd) return { refused: odd ?? '' }
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const addresses = isIP(host) ? [host] : await (o.resolve ?? resolveAll)(host).catch((): string[] => [])
  if (addresses.length === 0) return { refused: `There is no server called ${host}. Check the address.` }
  if (!o.trusted && !addresses.every(isPublicAddress)) return { refused: `${host} is not a public server, and only those are asked. An operator can name its origin in IMPORT_ORIGINS.` }
  return { url, addresses }
}

function oddity(url: URL, trusted: boolean): string | null {
  if (url.protocol !== 'https:' && !(trusted && url.protocol === 'http:')) return 'Only addresses that begin with https:// are fetched from.'
  if (url.username || url.password) return 'Leave name and password out of the address: the token has a field of its own.'
  if (url.hash || url.search) return 'Leave out what follows “?” or “#”.'
  if (!trusted && url.port !== '' && url.port !== '8443') return 'Only the ports 443 and 8443 are asked. An operator can name another origin in IMPORT_ORIGINS.'
  return null
}

const resolveAll = async (host: string): Promise<string[]> => (await lookup(host, { all: true })).map((found) => found.address)
