export { EVIDENCE_MIN, type Missing, missingForSeal, type Scored, spread, standsAlone, type Verdict } from './scorecard.ts'
