import type { RepoStore } from '#server/adapters/git/port.ts'

export interface GithubOptions {
  appId: string
  /** PEM. */
  privateKey: string
  installationId: number
  webhookSecret: string
  /** Where candidates' repositories are made. An organization: on a personal account nobody can be held to reading. */
  owner: string
  /** Whose repositories the templates are; the template of a scaffold has the scaffold's name. */
  templateOwner: string
  /** `https://api.github.com`, or a GitHub Enterprise Server's `https://HOST/api/v3`. */
  apiUrl: string
  git: RepoStore
  /** How long one call may take; 10 s unless told. */
  timeoutMs?: number
}
