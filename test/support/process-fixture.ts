import { type HiringProcess, hiringProcess } from '#contract/process.ts'

const levels = ['Missing', 'Partly there', 'Solid', 'Strong', 'Outstanding'].map((name, i) => ({ level: i + 1, name, description: `${name}: what that looks like.` }))

/** A small process with every stage type, in its normal form, for tests that should not depend on the gallery. */
export function processFixture(): HiringProcess {
  return hiringProcess.parse({
    name: 'Small process',
    description: 'One of every stage.',
    why_it_works: ['It is short'],
    tags: ['engineering'],
    stages: [
      {
        key: 'application',
        type: 'application_form',
        name: 'Application',
        config: {
          fields: [{ id: 'github', label: 'Code you can show', kind: 'url' }],
          questions: [
            { id: 'systems', label: 'Which systems have you built?', kind: 'long_text', required: true },
            { id: 'zone', label: 'Where do you work from?', kind: 'choice', options: ['Europe', 'Elsewhere'] },
          ],
        },
      },
      {
        key: 'take-home',
        type: 'code_assignment',
        name: 'Paid take-home',
        candidate_description: 'Design a small API.',
        promise: 'Paid whatever the outcome.',
        payout: { amount_minor: 40_000, currency: 'USD' },
        config: { time_limit: 'PT4H', scaffold: 'backend-engineer', rubric: { name: 'API', criteria: [{ id: 'data', name: 'Data model', weight: 60, levels }, { id: 'tests', name: 'Tests', weight: 40, levels }] } },
      },
      { key: 'review', type: 'team_review', name: 'Review', config: {} },
      { key: 'interview', type: 'live_interview', name: 'Interview', config: { criteria: [{ id: 'depth', name: 'Depth', weight: 100, levels }] } },
      { key: 'references', type: 'reference_check', name: 'References', config: { questions: [{ id: 'together', question: 'What did you build together?' }] } },
      { key: 'offer', type: 'offer', name: 'Offer', config: {} },
    ],
  })
}
