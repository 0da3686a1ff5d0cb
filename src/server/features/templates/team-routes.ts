import { templateOps } from '#contract/jobs.ts'
import { on } from '#server/platform/feature.ts'
import { parseProcess } from './parse-process.ts'

export const teamRoutes = [
  on(templateOps.checkProcess, async (_tx, { body }) => {
    const { process, mistakes } = parseProcess(body.yaml)
    return { process: process ?? null, mistakes: mistakes ?? [] }
  }),
]
