/** Words that are true of any work sample, for files that bring no rubric. The team should make them its own. */
const LEVELS = [
  ['Missing', 'There is nothing here that speaks for this, or it points the other way.'],
  ['Partly there', 'Beginnings can be seen, with gaps that would need somebody’s help.'],
  ['Solid', 'Does what the role needs, without help, in the cases that were asked about.'],
  ['Strong', 'Does it well, sees cases that were not asked about, and says why.'],
  ['Outstanding', 'Others on the team would learn from how this was done.'],
] as const

const CRITERIA = [
  ['correctness', 'It works', 'Does what was asked, also at the edges.', 40],
  ['clarity', 'It can be read', 'Somebody else could change it next month.', 30],
  ['judgement', 'Choices are argued', 'What was left out, and why, is said.', 30],
] as const

export function generalCriteria() {
  return CRITERIA.map(([id, name, description, weight]) => ({
    id,
    name,
    description,
    weight,
    levels: LEVELS.map(([title, words], i) => ({ level: i + 1, name: title, description: words })),
  }))
}

export function agreedQuestions() {
  return [
    { id: 'together', question: 'What did you work on together, and what was their part in it?' },
    { id: 'strengths', question: 'What do they do better than most people you have worked with?' },
    { id: 'support', question: 'What would help them to do their best work here?' },
  ]
}
