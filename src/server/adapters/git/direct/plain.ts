/**
 * Objects about which git's own check could have nothing to say. Far stricter than git is: whatever is only unusual — a name
 * with an accent, a submodule, an attributes file — is not plain, and git looks at it.
 */

export interface TreeLine {
  mode: '100644' | '100755' | '120000' | '40000'
  name: string
  sha: string
}

export interface PlainCommit {
  tree: string
  parents: string[]
}

const MODES = new Set(['100644', '100755', '120000', '40000'])

/** The lines of a tree, or undefined unless it is plain. */
export function plainTree(bytes: Buffer): TreeLine[] | undefined {
  const lines: TreeLine[] = []
  for (let at = 0; at < bytes.length; ) {
    const [space, end] = [bytes.indexOf(32, at), bytes.indexOf(0, at)]
    if (space < at || end < space || end + 21 > bytes.length) return undefined
    const [mode, name] = [bytes.toString('latin1', at, space), bytes.toString('latin1', space + 1, end)]
    if (!isMode(mode) || !isPlainName(name)) return undefined
    lines.push({ mode, name, sha: bytes.toString('hex', end + 1, end + 21) })
    at = end + 21
  }
  return isInOrder(lines) ? lines : undefined
}

function isMode(mode: string): mode is TreeLine['mode'] {
  return MODES.has(mode)
}

/** Of names that begin with ".git" these alone are harmless whatever is in the file, and also as a link. */
const HARMLESS = new Set(['.gitignore', '.gitkeep', '.github', '.gitlab-ci.yml'])

/** No file system takes such a name for another: letters, digits and a few signs, nothing at the end that Windows drops. */
export function isPlainName(name: string): boolean {
  if (!/^[A-Za-z0-9._+@ ,()[\]{}=#%&$!^'-]{1,200}$/.test(name) || /[. ]$/.test(name)) return false
  const lower = name.toLowerCase()
  return !lower.startsWith('.git') || HARMLESS.has(name)
}

/** git's order: a folder sorts as if its name ended in a slash. No name twice, not even as a file and a folder. */
function isInOrder(lines: TreeLine[]): boolean {
  const sortName = ({ mode, name }: TreeLine) => (mode === '40000' ? `${name}/` : name)
  for (let n = 1; n < lines.length; n++) {
    const [before, line] = [lines[n - 1], lines[n]]
    if (!before || !line || sortName(before) >= sortName(line)) return false
  }
  return new Set(lines.map(({ name }) => name)).size === lines.length
}

const PERSON = "[^<>\\n\\0\\s][^<>\\n\\0]* <[^<>\\n\\0\\s]*> (?:0|[1-9]\\d{0,9}) [+-]\\d{4}"
const COMMIT = new RegExp(`^tree ([0-9a-f]{40})\\n((?:parent [0-9a-f]{40}\\n){0,16})author ${PERSON}\\ncommitter ${PERSON}\\n`)

/** What a commit names, or undefined unless it is plain. */
export function plainCommit(bytes: Buffer): PlainCommit | undefined {
  // Byte for byte: an odd encoding changes nothing about where the lines end.
  const text = bytes.toString('latin1')
  const [, tree = '', parents = ''] = COMMIT.exec(text) ?? []
  if (!tree || text.includes('\0')) return undefined
  return { tree, parents: [...parents.matchAll(/parent ([0-9a-f]{40})\n/g)].map(([, sha = '']) => sha) }
}
