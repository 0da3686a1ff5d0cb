export { liveInterviewStage } from './interview.stage.ts'
export { type ReviewQuestion, setQuestionSource } from './questions.ts'
