import { poolOps } from '#contract/pools.ts'
import { on } from '#server/platform/feature.ts'
import { showJobPool } from './show-job-pool.ts'

export const teamRoutes = [on(poolOps.getJobPool, (tx, { params, query }) => showJobPool(tx, params.id, query.of))]
