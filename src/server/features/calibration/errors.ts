import { Refusal, conflict, notFound } from '#server/platform/errors.ts'

/** The same for one that does not exist and for somebody else's. */
export const calibrationNotFound = () => notFound('This calibration')
export const rubricNotFound = () => notFound('A rubric in use of this kind')
export const sampleNotFound = () => notFound('The sample')
export const calibrationSealed = () => conflict('calibration_sealed', 'You sealed your scores of this sample and have seen the reference, so they can’t be changed any more.')
export const criterionUnknown = () => new Refusal(404, 'criterion_unknown', 'This rubric has no such criterion.')
export const notPossible = (why: string) => conflict('calibration_not_possible', why)

export function calibrationIncomplete(missing: readonly { path: string; message: string }[]): Refusal {
  return new Refusal(409, 'calibration_incomplete', `Your scores are not complete: ${missing.map((m) => m.message).join(' ')}`, [...missing])
}
