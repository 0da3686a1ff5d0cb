export { type CardFacts, checkSeal, missingInCard, presentCard, type RecordedSeal, sealDocument } from './card.ts'
export { EVIDENCE_MIN, levelWords, type Missing, missingFields, spread, weightedOf } from './scoring.ts'
export { countSealed, type KeptCard, visibleCards } from './store.ts'
export { saveCardScore, saveCardVerdict, type Scoring, sealCard } from './write-card.ts'
