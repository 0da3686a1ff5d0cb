export { candidateExists, upsertCandidate } from './store.ts'
