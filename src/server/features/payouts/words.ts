const SENTENCES: Readonly<Record<string, string>> = {
  accrued: 'let the payment go on',
  needs_details: 'the payment waits for where it is to go',
  needs_approval: 'the payment waits for approval',
  queued: 'the payment is ready to be sent',
  submitting: 'is sending the payment',
  submitted: 'the payment is under way',
  held: 'the payment is held',
  unknown: 'the payment was sent and nobody has answered; the rail is asked',
  refused: 'the payment was refused',
  failed: 'the payment failed',
  returned: 'the payment came back',
  cancelled: 'the payment was cancelled',
  declined: 'the candidate declined the payment',
}

/** For the activity feed. */
export function movedSentence(to: string): string {
  return SENTENCES[to] ?? `the payment is ${to.replaceAll('_', ' ')}`
}
