/**
 * Running what a stranger wrote. A job sees its own files, what it is lent read-only and the system's programs; no
 * network, no file of ours, no environment of ours. There is no way to run a job outside a sandbox, in no
 * configuration: where the machine has none, `run` rejects and whoever asked says why.
 */

/** What this machine gives. Probed once, by really running something. */
export type SandboxStanding =
  | {
      kind: 'bubblewrap'
      /** Who holds memory and processes down: a control group, or limits of each process and a guard that adds them up. */
      bounds: 'cgroup' | 'rlimits'
      /** One sentence for the team's pages and the log. */
      says: string
    }
  | { kind: 'none'; says: string }

export interface Sandbox {
  standing(): Promise<SandboxStanding>
  /**
   * Runs one job to its end, and ends everything it started. How the job ended is a result, however it ended.
   * @throws SandboxUnavailable when this machine has none, or it failed before the job's command began
   */
  run(job: SandboxJob): Promise<SandboxResult>
  /**
   * The `node_modules` of a manifest and lock file of OURS, installed once, without running any package's scripts, and to
   * be lent to jobs. Never to be asked for a stranger's files, unless their lock file was seen to lead to the registry alone:
   * this is done outside the sandbox, with the network.
   * @throws NoDependencies when they could not be installed
   */
  dependencies(wanted: Dependencies): Promise<Pick<SandboxBind, 'from' | 'scratch'>>
  /** Ends every job, because the program ends: they reject with SandboxStopped, and so does every later one. */
  stop(): void
  /** A folder with these files of ours, to be lent to jobs. The same files are one folder. */
  keep(files: readonly SandboxFile[]): Promise<string>
}

export interface Dependencies {
  /** `package.json` and `package-lock.json`. */
  manifest: Uint8Array
  lock: Uint8Array
}

/** The message is a plain sentence that people read. */
export class NoDependencies extends Error {
  override name = 'NoDependencies'
}

/** Nothing ran. The message is a plain sentence that people read. */
export class SandboxUnavailable extends Error {
  override name = 'SandboxUnavailable'
}

/** The program is ending, and the job with it: nothing can be said about it. */
export class SandboxStopped extends Error {
  override name = 'SandboxStopped'
}

/** One file of the job's tree. Whatever its name says, it is laid down inside the sandbox and nowhere else. */
export interface SandboxFile {
  /** Relative to `/job`, with forward slashes. */
  path: string
  /** As in a tree of git: `120000` is a symbolic link and `content` its target. */
  mode: '100644' | '100755' | '120000'
  content: Uint8Array
}

/** Something of ours on the machine, lent read-only. What is in it must be readable for everybody; the way to it need not be. */
export interface SandboxBind {
  /** Absolute, on the machine. */
  from: string
  /** Absolute, in the sandbox; below `/job` or `/lent`. What the job's own files have there is left out. */
  at: string
  /** Folders in it that the job may write to: they must exist, and seem empty. */
  scratch?: string[]
}

export interface SandboxLimits {
  wallMs: number
  /** Of each process. */
  cpuSeconds: number
  /** Of all processes together, and of what they keep in files. */
  memoryBytes: number
  processes: number
  /** Below `/job`. */
  diskBytes: number
  /** Files and folders of all kinds, everywhere the job may write. */
  inodes: number
  /** Of stdout and of stderr, each. The job ends when it says more. */
  outputBytes: number
  /** Of everything read back from `/results`. */
  resultBytes: number
}

export interface SandboxJob {
  files: Iterable<SandboxFile> | AsyncIterable<SandboxFile>
  binds?: SandboxBind[]
  /** A program of the sandbox and its arguments; no shell is put around it. It begins in `/job`. */
  command: string[]
  /** All of the environment, besides PATH, HOME (`/tmp`) and LANG. */
  env?: Record<string, string>
  limits?: Partial<SandboxLimits>
  /** Ends the job early, as `stopped`. */
  signal?: AbortSignal
}

/** `exited` says nothing about success: that is `exitCode`. `files_refused`: tar would not or could not lay them down. */
export type SandboxEnd = 'exited' | 'files_refused' | 'killed' | 'out_of_time' | 'out_of_memory' | 'too_many_files' | 'too_much_output' | 'stopped'

/** Everything in here was made by the job: evidence of what its code does, and no more to be trusted than that code. */
export interface SandboxResult {
  end: SandboxEnd
  /** null unless it exited. */
  exitCode: number | null
  stdout: SandboxOutput
  stderr: SandboxOutput
  /** Regular files directly below `/results`, by name. Links and folders are not followed. */
  results: Map<string, Buffer>
  /** `resultBytes` was reached, and what came after it is missing. */
  resultsTruncated: boolean
  wallMs: number
  limits: SandboxLimits
}

export interface SandboxOutput {
  bytes: Buffer
  truncated: boolean
}
