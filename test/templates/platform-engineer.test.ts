import { describeTemplate } from './template.ts'

// Time in these tests is a clock that is moved; a few workers only fight for the processor.
describeTemplate('platform-engineer', { keeps: 'src/service.ts', vitest: ['--maxWorkers=1'] })
