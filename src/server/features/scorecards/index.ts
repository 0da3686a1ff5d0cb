export { type CardFacts, missingInCard, presentCard, sealHash } from './card.ts'
export { EVIDENCE_MIN, levelWords, type Missing, missingFields, spread, weightedOf } from './scoring.ts'
