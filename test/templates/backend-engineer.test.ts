import { describeTemplate } from './template.ts'

// In one process without isolation the test files share a database, which saves most of the time.
describeTemplate('backend-engineer', { keeps: 'src/app.ts', vitest: ['--no-isolate', '--maxWorkers=1'] })
