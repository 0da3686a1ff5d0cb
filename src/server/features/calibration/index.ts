export { calibratedReviewers } from './gate.ts'
