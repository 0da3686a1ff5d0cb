// What the tests of the sandbox run in: the machine's own bubblewrap, or Debian's package when we may install it. Without it
// those tests are skipped and say so; nothing else needs it.
import { existsSync } from 'node:fs'
import { installDebianPackage } from './debian-package.mjs'

const programs = ['/usr/bin/bwrap', '/usr/local/bin/bwrap', '/bin/bwrap']

export async function offerBubblewrap() {
  if (process.platform !== 'linux' || programs.some((program) => existsSync(program))) return
  const { installed } = await installDebianPackage('bubblewrap')
  if (!installed) console.log('The tests of the sandbox are skipped: bubblewrap is not installed (Debian: `apt install bubblewrap`).')
}
