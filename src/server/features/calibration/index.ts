export { calibrationOf, notYetCalibrated } from './gate.ts'
