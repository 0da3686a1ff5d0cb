export { notYetCalibrated } from './gate.ts'
