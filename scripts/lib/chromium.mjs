// A headless Chromium for the browser tests: the machine's own, or Debian's package when we may install it.
import { accessSync, constants, existsSync, readdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, join } from 'node:path'
import { installDebianPackage } from './debian-package.mjs'
import { Refusal } from './refuse.mjs'

const commands = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']
const applications = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  '/snap/bin/chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
]

/** The path of a browser, or nothing. */
export function findChromium() {
  const named = process.env.CHROMIUM_PATH
  if (named) {
    if (!isProgram(named)) throw new Refusal(`CHROMIUM_PATH is ${named}, and there is no program at that place.`)
    return named
  }
  const folders = ['/usr/bin', ...(process.env.PATH ?? '').split(delimiter).filter(Boolean)]
  const candidates = [...folders.flatMap((folder) => commands.map((command) => join(folder, command))), ...applications, ...fromPlaywright()]
  return candidates.find(isProgram)
}

export async function requireChromium() {
  const found = findChromium()
  if (found) return found
  const { installed, output } = await installDebianPackage('chromium', 'Chromium')
  const now = installed ? findChromium() : undefined
  if (!now) throw new Refusal(output ? `${output}\n\n${HOW_TO_GET_ONE}` : HOW_TO_GET_ONE)
  return now
}

const HOW_TO_GET_ONE =
  'The browser tests need Chromium or Chrome, and none was found: install one (Debian: `apt install chromium`; macOS: `brew install --cask chromium`) or name it in CHROMIUM_PATH.'

/** What `playwright install chromium` leaves in a home directory. */
function fromPlaywright() {
  const folder = join(homedir(), '.cache', 'ms-playwright')
  if (!existsSync(folder)) return []
  const versions = readdirSync(folder).filter((name) => name.startsWith('chromium-')).sort().reverse()
  return versions.flatMap((version) => ['chrome-linux64', 'chrome-linux'].map((build) => join(folder, version, build, 'chrome')))
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
