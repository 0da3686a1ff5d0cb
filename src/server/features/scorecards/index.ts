export { EVIDENCE_MIN, type Missing, missingFields, missingForSeal, spread } from './scoring.ts'
