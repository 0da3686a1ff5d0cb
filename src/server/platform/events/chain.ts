import { canonicalJson, sha256Hex } from '#server/lib/hash.ts'

export const GENESIS = '0'.repeat(64)

export interface ChainedFacts {
  orgId: string
  seq: number
  id: string
  at: Date
  type: string
  actor: unknown
  applicationId: string | null
  jobId: string | null
  data: unknown
}

/** SHA-256 over the previous hash and the row's facts in canonical JSON: changing, removing or moving any row shows. */
export function eventHash(prevHash: string, facts: ChainedFacts): string {
  return sha256Hex(`${prevHash}\n${canonicalJson({ ...facts, at: facts.at.toISOString() })}`)
}
