/**
 * The only configuration, environment and hooks that git on the server ever sees. Nothing is inherited from the machine
 * or from a repository: a repository is written by strangers.
 */
import { accessSync, chmodSync, constants, mkdirSync, realpathSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** How to start git here. Made by `installGit`, passed to everything that starts a process. */
export interface Git {
  reposDir: string
  /** The program. */
  program: string
  /** Leading words of a command line that bounds what the program after them may use; empty where nothing can. */
  limited: string[]
  env: Record<string, string>
}

/** Writes configuration and hooks under `reposDir/.server` and returns how to start git with them. Idempotent. */
export function installGit(reposDir: string): Git {
  mkdirSync(reposDir, { recursive: true, mode: 0o700 })
  const root = realpathSync(reposDir)
  const home = path.join(root, '.server')
  for (const dir of ['.server/hooks', '.server/home', '.starters', '.scratch']) {
    mkdirSync(path.join(root, dir), { recursive: true })
  }
  place(path.join(home, 'gitconfig'), configText(path.join(home, 'hooks')), 0o444)
  for (const hook of ['pre-receive', 'post-receive']) place(path.join(home, 'hooks', hook), HOOK, 0o555)
  const gitFile = findProgram('git')
  if (!gitFile) throw new Error('git is not on the PATH. Install git 2.36 or newer.')
  return { reposDir: root, program: gitFile, limited: limitPrefix(), env: environment(root, home, gitFile) }
}

function environment(root: string, home: string, gitFile: string): Record<string, string> {
  return {
    PATH: `${path.dirname(gitFile)}:/usr/bin:/bin`,
    HOME: path.join(home, 'home'),
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: path.join(home, 'gitconfig'),
    GIT_TERMINAL_PROMPT: '0',
    GIT_ALLOW_PROTOCOL: '',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_GRAFT_FILE: '/dev/null',
    GIT_NO_LAZY_FETCH: '1',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_ATTR_NOSYSTEM: '1',
    GIT_LITERAL_PATHSPECS: '1',
    GIT_CEILING_DIRECTORIES: root,
  }
}

/**
 * For whatever takes in or puts together a pack. A pack of 15 MB can hold 16 GB of zeros: CPU is what such a bomb costs,
 * so CPU is what is limited. util-linux only; elsewhere the wall limits remain. Small reads do without: they are bounded
 * by output and time already, and the prefix costs nearly as much as the read.
 */
function limitPrefix(): string[] {
  const prlimit = findProgram('prlimit')
  return prlimit ? [prlimit, '--as=1073741824', '--cpu=30', '--core=0', '--nofile=256'] : []
}

function findProgram(name: string): string | undefined {
  const dirs = (process.env['PATH'] ?? '').split(path.delimiter).concat('/usr/bin', '/bin').filter(path.isAbsolute)
  return dirs.map((dir) => path.join(dir, name)).find(isExecutable)
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** Renamed into place: a second process starting up never sees half a hook. */
function place(file: string, text: string, mode: number): void {
  const temporary = `${file}.${process.pid}`
  writeFileSync(temporary, text)
  chmodSync(temporary, mode)
  renameSync(temporary, file)
}

/**
 * Speaks to the gateway over file descriptor 3, which git passes on. Builtins only: a hook that starts one program more
 * costs more CPU than the push. Fails closed: gateway gone means end of file means refusal.
 */
const HOOK = `#!/bin/sh
{
  printf 'HOOK %s %s\\n' "\${0##*/}" "$GIT_QUARANTINE_PATH"
  while IFS= read -r line; do printf '%s\\n' "$line"; done
  printf '.\\n'
} >&3 || exit 1
verdict=
while IFS= read -r line <&3; do
  case $line in
    OK) verdict=ok; break ;;
    NO) break ;;
    *) printf '%s\\n' "\${line#|}" ;;
  esac
done
[ "$verdict" = ok ]
`

function configText(hooksDir: string): string {
  return `# Written at every start: edits are lost. The only configuration git reads here.
[safe]
	directory = *
[core]
	hooksPath = ${JSON.stringify(hooksDir)}
	# Streams large blobs: a 400 MB blob of zeros costs 5 MB of memory instead of 395 MB.
	bigFileThreshold = 1m
	protectHFS = true
	protectNTFS = true
	alternateRefsCommand = true
	attributesFile = /dev/null
	# git's default does not sync refs; "received" must survive a power cut.
	fsync = committed,pack-metadata
[receive]
	fsckObjects = true
	# Keeps packs instead of exploding them: half the CPU and a quarter of the files.
	unpackLimit = 1
	denyDeletes = true
	# Every pushed tip is kept in a hidden ref, so a rewritten history loses nothing.
	denyNonFastForwards = false
	shallowUpdate = false
	autogc = false
	advertisePushOptions = false
[transfer]
	hideRefs = refs/handiwork
[uploadpack]
	allowFilter = false
	allowAnySHA1InWant = false
[advice]
	# Grafts are switched off by naming an empty file for them, and git would tell every candidate about it.
	graftFileDeprecated = false
[pack]
	threads = 1
	windowMemory = 64m
[gc]
	auto = 0
[fastimport]
	unpackLimit = 0
[protocol]
	allow = never
`
}
