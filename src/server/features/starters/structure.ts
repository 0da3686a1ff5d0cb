/** What a starter must be before it is tried: the rules over its files. Pure. */
import type { TreeEntry } from '#server/adapters/git/port.ts'
import { parseChecks, type StarterFile } from '#server/features/templates/index.ts'
import { jsonOf, lockProblems } from './registry-lock.ts'
import { secretIn } from './secrets.ts'

const MB = 1024 * 1024
/** Each candidate's repository begins with all of it. */
export const STARTER_LIMITS = { files: 2_000, fileBytes: 5 * MB, totalBytes: 20 * MB }
const MOST_SAID = 8

/** What the list of files says already, before any is read. */
export function treeProblems(entries: readonly TreeEntry[]): string[] {
  const total = entries.reduce((sum, e) => sum + e.size, 0)
  if (entries.length > STARTER_LIMITS.files) return [`It has ${entries.length.toLocaleString('en')} files; a starter may have ${STARTER_LIMITS.files.toLocaleString('en')}. Leave out dependencies, build output and data.`]
  if (total > STARTER_LIMITS.totalBytes) return [`Its files are ${mb(total)} together; a starter may have ${mb(STARTER_LIMITS.totalBytes)}. Every candidate begins with all of it.`]
  return said(entries.flatMap(entryProblem))
}

const mb = (bytes: number) => `${Math.ceil(bytes / MB)} MB`
const said = (problems: readonly string[]) => [...new Set(problems)].slice(0, MOST_SAID)

function entryProblem({ path, mode, size }: TreeEntry): string[] {
  if (/(^|\/)node_modules\//.test(path)) return ['node_modules is in it. Take it out (git rm -r --cached node_modules) and list it in .gitignore: npm installs it.']
  if (mode === '120000') return [`${path} is a symbolic link. Put the file itself in.`]
  if (mode === '160000') return [`${path} is a submodule. Put its files in.`]
  return size > STARTER_LIMITS.fileBytes ? [`${path} is ${mb(size)}; one file may have ${mb(STARTER_LIMITS.fileBytes)}.`] : []
}

/** @param hidden git's names for the bytes of the hidden tests: none of them may be in what candidates get */
export function filesProblems(files: readonly StarterFile[], entries: readonly TreeEntry[], hidden: ReadonlySet<string>): string[] {
  return said([...readme(files), ...node(files), ...notForCandidates(files, entries, hidden), ...files.flatMap(fileProblem)])
}

function readme(files: readonly StarterFile[]): string[] {
  const found = files.find((f) => /^readme(\.(md|markdown|txt|rst|adoc))?$/i.test(f.path))
  return found && found.content.length > 0 ? [] : ['It has no README.md at its top: that is where a candidate reads what to do.']
}

function node(files: readonly StarterFile[]): string[] {
  const text = (path: string) => files.find((f) => f.path === path && f.content.length > 0)?.content
  const [manifest, lock] = [text('package.json'), text('package-lock.json')]
  if (!manifest) return lock ? ['It has a package-lock.json without a package.json.'] : []
  if (jsonOf(textOf(manifest)) === undefined) return ['package.json is no JSON.']
  if (!lock) return ['It has a package.json and no package-lock.json. Run npm install and commit the lock file, so that everybody starts with the same packages.']
  return lockProblems(textOf(manifest), textOf(lock))
}

function notForCandidates(files: readonly StarterFile[], entries: readonly TreeEntry[], hidden: ReadonlySet<string>): string[] {
  const same = entries.filter((e) => hidden.has(e.sha) && e.size > 0).map((e) => `${e.path} is one of the hidden tests, word for word. Candidates would have it.`)
  const place = files.some((f) => f.path.startsWith('hidden/')) ? ['It has a folder “hidden”. Hidden tests belong into the repository of the checks: candidates would have them.'] : []
  const how = files.some((f) => f.path === 'checks.yaml') ? ['It has a checks.yaml. That belongs into the repository of the checks: candidates would have it.'] : []
  return [...same, ...place, ...how]
}

function fileProblem({ path, content }: StarterFile): string[] {
  if (/(^|\/)\.env(\.(?!example$|sample$|template$|dist$)[^/]*)?$/.test(path)) return [`${path} is where secrets are kept. Leave it out, or call it .env.example and put no secret into it.`]
  if (isBinary(content)) return []
  const text = textOf(content)
  if (text.startsWith('version https://git-lfs.github.com/spec/')) return [`${path} is a pointer of Git LFS, not the file. Put the file itself in (git lfs migrate export), or leave it out.`]
  const secret = secretIn(text)
  return secret ? [`${path} holds what looks like ${secret}. Take it out and revoke it; every candidate would have it.`] : []
}

const textOf = (content: Uint8Array) => Buffer.from(content).toString('utf8')
const isBinary = (content: Uint8Array) => content.subarray(0, 8_000).includes(0)

/** The repository of the checks: `hidden/` and `checks.yaml`, and nothing that would be left lying there unread. */
export function checksProblems(files: readonly StarterFile[]): string[] {
  const astray = files.filter((f) => !f.path.startsWith('hidden/') && f.path !== 'checks.yaml' && !/^(readme|licen[cs]e)(\.\w+)?$/i.test(f.path) && !/^\.git[a-z]+$/.test(f.path))
  const yaml = files.find((f) => f.path === 'checks.yaml')
  const read = yaml ? parseChecks(textOf(yaml.content)) : null
  const mistake = read && 'mistake' in read ? [`checks.yaml can’t be used: ${read.mistake}`] : []
  return said([...astray.map((f) => `${f.path} is neither in hidden/ nor checks.yaml, so nobody would run it. Put tests into a folder called hidden.`), ...mistake])
}
