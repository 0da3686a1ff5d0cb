export { offerStage } from './offer.stage.ts'
