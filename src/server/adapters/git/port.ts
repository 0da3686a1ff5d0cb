/**
 * What the product sees of git: who may push (`Gatekeeper`, which the assignments feature implements over SQL) and the
 * repositories themselves (`RepoStore`, `RepoReader`, which this folder implements with real git).
 *
 * Words: a *push* begins with the first byte of its body; a *tip* is the object a pushed ref points at; a *starter* is
 * the one immutable pack every repository of a template version begins from.
 */

/** 26 characters of a–z and 0–9. Anything else never reaches the disk. */
export type RepoId = string

export interface RepoAccess {
  repoId: RepoId
  canPush: boolean
  /** Why pushing is refused, in words the candidate reads. Required in spirit when `canPush` is false. */
  refusePush?: string
  attemptId?: string
  /** Who it is, for the gatekeeper alone: handed back to it with the first byte. */
  pusher?: string
  /** The branch that is submitted, without `refs/heads/`. */
  branch: string
}

/** Names one push from its first byte on. `pushId` must match `^[A-Za-z0-9_]{1,64}$`: it also names the hidden ref. */
export interface PushStamp {
  pushId: string
}

export interface RefUpdate {
  /** Full name, such as `refs/heads/main`. */
  ref: string
  /** Forty zeros when the ref is new. */
  oldSha: string
  newSha: string
}

/** An update that took effect. */
export interface AppliedUpdate extends RefUpdate {
  /** It left out what was there before: a rewritten branch, or a tag that moved. */
  forced: boolean
}

/** What a pushed ref points at. Author and dates are the candidate's claims, never evidence of time. */
export interface PushedTip {
  ref: string
  /** The pushed object: a commit, or an annotated tag. */
  sha: string
  /** The commit behind `sha`; the same as `sha` unless that is an annotated tag. */
  commit: string
  subject: string
  author: string
  /** ISO 8601, as claimed by the commit. */
  committedAt: string
  parents: string[]
}

/** A push of which every byte is here. */
export interface WholePush {
  repoId: RepoId
  ip: string
  pusher?: string
  bytes: number
  /** Milliseconds since its first byte, and since its last. */
  age: () => number
  lastAge: () => number
}

/** `lines` are printed to the person pushing, each as `remote: …`. */
export type Verdict = { accept: true; lines: string[] } | { accept: false; lines: string[] }

/**
 * Who may do what, and whether a push counts. Every method may reject: the gateway then refuses and changes nothing (in
 * `applied`, where refs have changed already, it asks once more). Every method must settle within seconds: while one is
 * awaited, other pushes to the same repository wait.
 */
export interface Gatekeeper {
  /** Asked on every single request. null = unknown or foreign repository or wrong token; all three get the same answer. */
  authorize(a: { repoId: RepoId; password: string; service: GitService; ip: string }): Promise<RepoAccess | null>
  /** The first byte of a push body arrived `age()` milliseconds ago. Stamps with the database's clock. */
  firstByte(a: { repoId: RepoId; ip: string; by?: 'upload' | 'import'; pusher?: string; age: () => number }): Promise<PushStamp>
  /** The body is spooled whole. Stamps the last byte with the database's clock. */
  lastByte(s: PushStamp, a: { bytes: number }): Promise<void>
  /** Before any ref changes. Decides under the attempt's row lock and writes the push log row in the same transaction. */
  decide(s: PushStamp, updates: RefUpdate[], tips: PushedTip[]): Promise<Verdict>
  /**
   * All three of a push that was whole, and understood, before any of it was stamped: in one transaction, so that it is
   * in the log with its decision or not at all. A refused one is ended by `abandoned` as any other.
   */
  decideAtOnce(a: WholePush, updates: RefUpdate[], tips: PushedTip[]): Promise<PushStamp & { verdict: Verdict }>
  /** Refs have changed and the tips are kept. `updates` are those that took effect. Returns lines to print. Idempotent. */
  applied(s: PushStamp, updates: AppliedUpdate[]): Promise<string[]>
  /** The push ended and no ref changed. Called at most once, and never after `applied`. */
  abandoned(s: PushStamp, reason: string): Promise<void>
  /** Objects were asked for (not merely the list of refs). */
  fetched(a: { repoId: RepoId }): Promise<void>
}

export { DoorClosedError, type GitDoor, type RemoteImport, type Upload, type UploadedChange, type UploadOutcome } from './door-port.ts'

export type GitService = 'upload-pack' | 'receive-pack'

export interface StarterFile {
  /** Relative, with forward slashes. */
  path: string
  content: Uint8Array | string
  /** Defaults to `100644`. */
  mode?: '100644' | '100755'
}

export interface StarterOptions {
  message: string
  author: { name: string; email: string }
  at: Date
}

export interface ImportSource {
  /** `https://…`; `http://…` only where the operator's own server speaks that. */
  url: string
  /** Value of the `Authorization` header; lives as long as the fetch. */
  authorization: string
  commit: string
}

export interface RepoStore {
  /** Builds, once, the immutable starter pack of a set of files. Same files and options, same commit id. */
  prepareStarter(files: StarterFile[], o: StarterOptions): Promise<{ starterId: string; commit: string; tree: string }>
  /** Creates a repository whose `main` is the starter commit. Idempotent: an existing repository is left as it is. */
  create(repoId: RepoId, starterId: string): Promise<{ commit: string }>
  /** Creates a new repository, sharing nothing on disk, with `from.commit` and its history as `main`. Idempotent. */
  createFrom(repoId: RepoId, from: { repoId: RepoId; commit: string }): Promise<void>
  /**
   * Creates a repository of a starter and patches as `git format-patch` writes them, one commit each; the last is `main`.
   * Idempotent. Rejects when one does not apply.
   */
  createFromPatches(repoId: RepoId, starterId: string, patches: readonly string[]): Promise<void>
  /**
   * Brings a commit and its history here from another git server, making the repository if need be. Idempotent.
   * @returns why it is not taken, in sentences for whoever pushed it; rejects when it could not be fetched
   */
  importCommit(repoId: RepoId, from: ImportSource): Promise<{ problems: string[] }>
  exists(repoId: RepoId): Promise<boolean>
  remove(repoId: RepoId): Promise<void>
  reader(repoId: RepoId): RepoReader
  /** Keeps `sha` under a hidden ref (`refs/handiwork/…`). Idempotent; refuses to move a ref that holds another id. */
  keepRef(repoId: RepoId, ref: string, sha: string): Promise<void>
  /** Which of these updates are in effect: for pushes whose process died between the decision and the answer. Keeps their tips. */
  reconcile(repoId: RepoId, s: PushStamp, updates: RefUpdate[]): Promise<AppliedUpdate[]>
  /** Packs loose objects and old packs. To be run off the push path: every 20 pushes or so, and once after submission. */
  tidy(repoId: RepoId): Promise<void>
}

export interface TreeEntry {
  path: string
  /** `100644`, `100755`, `120000` (symlink) or `160000` (submodule). */
  mode: string
  type: 'blob' | 'symlink' | 'submodule'
  sha: string
  /** Bytes; 0 for a submodule. */
  size: number
}

export interface TreeFile {
  path: string
  /** `100644`, `100755` or `120000`; of a symlink `content` is the text of its target. */
  mode: string
  content: Buffer
}

export interface FileContent {
  /** At most `maxBytes`. For a symlink: the text of its target, never what it points at. */
  bytes: Buffer
  /** Of the whole file. */
  size: number
  binary: boolean
  truncated: boolean
}

/** Names, addresses and dates are whatever the author typed. */
export interface CommitEntry {
  sha: string
  subject: string
  body: string
  authorName: string
  authorEmail: string
  authoredAt: string
  committerName: string
  committerEmail: string
  committedAt: string
  parents: string[]
}

/** A file that is not as it was. */
export interface TouchedFile {
  path: string
  /** Set for renames. */
  oldPath?: string
  status: 'added' | 'modified' | 'deleted' | 'renamed' | 'retyped'
}

/** The same, and how much of it. */
export interface FileChange extends TouchedFile {
  /** null for binary files. */
  additions: number | null
  deletions: number | null
}

export interface DiffOptions {
  maxBytes: number
  /** Of these files only: names, never patterns. */
  paths?: readonly string[]
  ignoreWhitespace?: boolean
}

/** The patch as git wrote it: whatever the files hold is in it. */
export interface Diff {
  bytes: Buffer
  truncated: boolean
}

/** Lines that came together: `lines` of them, from `fromLine` on, counted from 1. */
export interface BlameRun {
  sha: string
  fromLine: number
  lines: number
}

export interface Blame {
  runs: BlameRun[]
  truncated: boolean
}

export interface SearchQuestion {
  text: string
  /** POSIX extended, without back-references. */
  regex: boolean
  ignoreCase: boolean
  mostHits: number
}

export interface SearchHit {
  path: string
  line: number
  /** Of the first byte, counted from 1. */
  column: number
  /** The part of the line around the hit, as it is written. */
  bytes: Buffer
  /** Where in the line `bytes` begins. */
  from: number
}

export interface SearchResult {
  hits: SearchHit[]
  truncated: boolean
}

export interface AddedOptions {
  /** Commits whose histories are left out. */
  known: readonly string[]
  maxBytes: number
  withinMs: number
}

export interface AddedText {
  /** Empty for what a commit or an annotated tag says. */
  path: string
  bytes: Buffer
}

/** Reads one repository. Commit arguments are 40-hex ids; anything else rejects. Attributes in the tree are never honoured. */
export interface RepoReader {
  /** The commit a ref (`refs/…`, or a branch name) or id points at, or null. */
  resolve(ref: string): Promise<string | null>
  tree(commit: string): Promise<TreeEntry[]>
  /** null when there is no such file. */
  file(commit: string, path: string, o: { maxBytes: number }): Promise<FileContent | null>
  /** Every file and symlink with its bytes. Rejects when they are more than `maxBytes` together. */
  files(commit: string, o: { maxBytes: number }): AsyncIterable<TreeFile>
  /** Newest first. `since` is a commit whose history is left out. */
  log(commit: string, o: { limit: number; since?: string }): Promise<CommitEntry[]>
  diff(from: string, to: string, o: DiffOptions): Promise<Diff>
  changes(from: string, to: string): Promise<FileChange[]>
  /** The same files without their lines counted, for which none of them has to be read. */
  touched(from: string, to: string): Promise<TouchedFile[]>
  /** null when there is no such file. */
  blame(commit: string, path: string): Promise<Blame | null>
  /** Text files only. null when the text is no regular expression that can be answered here. */
  search(commit: string, q: SearchQuestion): Promise<SearchResult | null>
  /** The bytes of these files, in order. Rejects when one is missing. */
  contents(entries: readonly TreeEntry[]): AsyncGenerator<{ entry: TreeEntry; bytes: Buffer }>
  /** `sha256` is over every file's mode, path and bytes (see `contentDigest`), so that evidence does not rest on SHA-1. */
  contentHash(commit: string): Promise<{ treeSha: string; sha256: string }>
  /**
   * What files, commits and tags say that came with `tips`, each once and the smallest first: what is beyond `maxBytes`, or was
   * not read in time, is left out without a word.
   */
  added(tips: readonly string[], o: AddedOptions): AsyncGenerator<AddedText>
  /** Whether `a` is in the history of `b` (a commit is in its own). */
  isAncestor(a: string, b: string): Promise<boolean>
}
