import { Refusal, conflict } from '#server/platform/errors.ts'
import type { Missing } from './scoring.ts'

export const scorecardSealed = () => conflict('scorecard_sealed', 'This scorecard is sealed; it can’t be changed any more.')
export const scorecardIncomplete = (missing: readonly Missing[]) => new Refusal(409, 'scorecard_incomplete', missing.map((m) => m.message).join(' '), [...missing])
export const criterionUnknown = () => new Refusal(404, 'criterion_unknown', 'There is no such criterion here.')
