export { type ReviewQuestion, questionsForInterview } from './questions.ts'
export { teamReviewStage } from './stage.ts'
