import { describeTemplate } from './template.ts'

// In one process without isolation the test files share a database, which saves most of the time.
describeTemplate('data-engineer', { keeps: 'src/pipeline.ts', vitest: ['--no-isolate', '--maxWorkers=1'] })
