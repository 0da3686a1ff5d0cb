import type { RepoStore } from '#server/adapters/git/port.ts'
import { type GitProvider, ok, type ProviderPush } from './port.ts'

/**
 * Our own git server as a provider: repositories are made by the store; tokens, the push log and the deadline belong to
 * the gatekeeper, which decides where refs change. So nothing here can be lost on the way, and there is nothing to lock.
 */
export function builtInProvider(o: { git: RepoStore; publicUrl: string; pushesOf: (repoId: string, ref: string) => Promise<ProviderPush[]> }): GitProvider {
  return {
    kind: 'built-in',
    capabilities: { atomicDeadline: true, perRepoToken: true, pushTimes: 'server', hidesLatePush: true },
    async createFromTemplate({ name, template }) {
      const { commit } = await o.git.create(name, template)
      return ok({ externalId: name, fullName: name, url: '', cloneUrl: `${o.publicUrl}/git/${name}.git`, starterCommit: commit })
    },
    // Whoever has the assignment's token comes in; the portal shows it.
    grantCandidate: async () => ok({ kind: 'token' }),
    revokeCandidate: async () => ok(null),
    listPushes: async ({ fullName }, { ref }) => ok(await o.pushesOf(fullName, ref)),
    // Our gateway stamps pushes itself; nobody rings.
    readWebhook: () => ({ kind: 'forged' }),
    lock: async () => ok(null),
    async importCommit({ fullName }, { into, commit }) {
      if (into !== fullName) await o.git.createFrom(into, { repoId: fullName, commit })
      return ok(null)
    },
    async destroy({ fullName }) {
      await o.git.remove(fullName)
      return ok(null)
    },
  }
}
