export { referenceCheckStage } from './reference.stage.ts'
