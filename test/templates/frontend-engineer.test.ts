import { describeTemplate } from './template.ts'

describeTemplate('frontend-engineer', { keeps: 'src/app.ts' })
