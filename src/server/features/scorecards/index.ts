export { EVIDENCE_MIN, missingForSeal, spread } from './scoring.ts'
