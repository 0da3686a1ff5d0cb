import type { HiringProcess, Rubric, StageOf } from '#contract/process.ts'
import { findStage } from '#server/features/applications/index.ts'
import { canonicalJson, sha256Hex } from '#server/lib/hash.ts'
import { notFound } from '#server/platform/errors.ts'

/** The take-home of a frozen process. @throws when it has none */
export function assignmentStageOf(process: HiringProcess): StageOf<'code_assignment'> {
  const stage = findStage(process, 'code_assignment')
  if (!stage) throw notFound('A code assignment')
  return stage
}

/** What a submission of this application is scored against, and its hash: frozen with the process version. */
export function rubricOf(application: { process: HiringProcess }): { rubric: Rubric; sha256: string } {
  const { rubric } = assignmentStageOf(application.process).config
  return { rubric, sha256: sha256Hex(canonicalJson(rubric)) }
}
