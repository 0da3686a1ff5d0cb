// Programs that the tests need, as Debian's packages, where we may install them: as root on Debian.
import { existsSync } from 'node:fs'
import { run } from './children.mjs'
import { withProgress } from './progress.mjs'

const mayInstall = () => process.platform === 'linux' && process.getuid() === 0 && existsSync('/etc/debian_version') && existsSync('/usr/bin/apt-get')

/** @returns whether it was installed, and what was printed; nothing was done where we may not. */
export async function installDebianPackage(name, title = name) {
  if (!mayInstall()) return { installed: false, output: '' }
  const { code, output } = await withProgress(`Installing ${title}`, () => install(name), (result) => result.code === 0)
  return { installed: code === 0, output: output.split('\n').slice(-20).join('\n') }
}

async function install(name) {
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  const update = await run(['apt-get', 'update'], { env })
  if (update.code !== 0) return update
  return run(['apt-get', 'install', '-y', '--no-install-recommends', name], { env })
}
