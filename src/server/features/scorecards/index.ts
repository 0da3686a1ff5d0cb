export { type CardFacts, checkSeal, missingInCard, presentCard, type RecordedSeal, sealDocument } from './card.ts'
export { EVIDENCE_MIN, levelWords, type Missing, missingFields, spread, weightedOf } from './scoring.ts'
