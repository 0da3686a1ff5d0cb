import type { Tx } from '#server/platform/tx.ts'

export interface ContentKey {
  /** null for a starter, which is the same in every repository. */
  repoId: string | null
  commit: string
}

export interface Content {
  treeSha: string
  sha256: string
}

/** Stands for the repository of a starter. */
const EVERY = ''

export async function findContentHash(tx: Tx, key: ContentKey): Promise<Content | null> {
  const row = await tx.sql.selectFrom('content_hashes').select(['tree_sha as treeSha', 'sha256']).where('repo_id', '=', key.repoId ?? EVERY).where('commit_sha', '=', key.commit).executeTakeFirst()
  return row ?? null
}

export async function insertContentHash(tx: Tx, key: ContentKey, content: Content) {
  await tx.sql
    .insertInto('content_hashes')
    .values({ repo_id: key.repoId ?? EVERY, commit_sha: key.commit, tree_sha: content.treeSha, sha256: content.sha256 })
    .onConflict((c) => c.doNothing())
    .execute()
}
