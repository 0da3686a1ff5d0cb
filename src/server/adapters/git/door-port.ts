/** The door into the gateway for our own web process: what comes and goes without git. Seen by others through `port.ts`. */
import type { Readable } from 'node:stream'

/** A zip or a patch from somebody without git, on its way to becoming a push. */
export interface Upload {
  repoId: string
  body: Readable
  /** Of the request: a form's file is taken out of the form. */
  contentType: string
  author: { name: string; email: string }
  message: string
  at: Date
  ip: string
  pusher?: string
  /** Milliseconds since its first byte reached us. */
  age: () => number
}

/** Files of somebody else's git server, to become the next commit of a repository of ours. Its history stays there. */
export interface RemoteImport {
  repoId: string
  /** `https://…`; another scheme only where it is `trusted`. */
  url: string
  /** The one its server calls HEAD, unless named. */
  branch: string | null
  /** Shown to that server as a password; lives as long as the fetch. */
  token: string | null
  /** The operator has named its origin: a private address and plain http are meant. */
  trusted: boolean
  author: { name: string; email: string }
  at: Date
  pusher?: string
}

/** `lines` are sentences for the person who sent it. */
export type UploadOutcome = { accepted: true; upload: UploadedChange; lines: string[] } | { accepted: false; lines: string[] }

export interface UploadedChange {
  commit: string
  added: number
  modified: number
  removed: number
  /** Folders and files of the zip that were not taken: `.git`, `node_modules`. */
  leftOut: string[]
}

/** Into the gateway from our own web process, which starts no git itself. Both reject with `DoorClosedError`. */
export interface GitDoor {
  /** Makes a push of it: stamped, inspected and decided as any other. The caller has asked whether this person may. */
  upload(u: Upload): Promise<UploadOutcome>
  /** Fetches and makes a push of it, in minutes at most. Refuses addresses that are not everybody's. */
  importRemote(a: RemoteImport): Promise<UploadOutcome>
  /** All files of a commit as a zip, below one folder. */
  archive(a: { repoId: string; commit: string; folder: string }): Promise<Readable>
}

/** The gateway is being restarted, or could not answer. */
export class DoorClosedError extends Error {}
