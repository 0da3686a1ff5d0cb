// What must be on the machine before anything of ours runs. This file must load on old Nodes, to be able to refuse them.
import { spawnSync } from 'node:child_process'
import { Refusal } from './refuse.mjs'

/** Vite, which builds the screens, needs 20.19 or 22.12: the releases where Node began to `require` ES modules. */
export function nodeIsNewEnough(version) {
  const [major, minor] = version.replace(/^v/, '').split('.').map(Number)
  if (major === 20) return minor >= 19
  if (major === 22) return minor >= 12
  return major >= 23
}

/** Debian 12 has 2.39; older ones lack what the repository server relies on. */
export function gitIsNewEnough(output) {
  const found = /(\d+)\.(\d+)/.exec(output)
  if (!found) return false
  const [major, minor] = [Number(found[1]), Number(found[2])]
  return major > 2 || (major === 2 && minor >= 39)
}

export function requireNode() {
  if (nodeIsNewEnough(process.version)) return
  throw new Refusal(`Handiwork needs Node 20.19 or newer (22.12 or newer among the 22s), and this is ${process.version}.`)
}

export function requireGit() {
  const git = spawnSync('git', ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], windowsHide: true })
  if (git.error || git.status !== 0) {
    throw new Refusal('Handiwork needs git 2.39 or newer, and no git is on the PATH: install it (on Debian and Ubuntu `apt install git`) and start again.')
  }
  if (gitIsNewEnough(git.stdout)) return
  throw new Refusal(`Handiwork needs git 2.39 or newer, and this machine has ${git.stdout.trim()}.`)
}
