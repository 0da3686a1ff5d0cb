/**
 * A named place where the program dies when `FAULT` names it: the tests of crashes kill it there for real, so that what is
 * between two lines is tried and not imagined. `FAULT=payout.after_send:3` dies at the third time. Without `FAULT` nothing.
 */
export function fault(point: FaultPoint): void {
  if (!aimed || aimed.point !== point) return
  aimed.left -= 1
  if (aimed.left <= 0) process.kill(process.pid, 'SIGKILL')
}

/** Every place there is; a test reads this list from the source and demands that each is hit. */
export type FaultPoint =
  | 'payout.after_plan'
  | 'payout.after_release'
  | 'payout.before_recipient'
  | 'payout.after_recipient'
  | 'payout.before_send'
  | 'payout.after_send'
  | 'payout.after_note'
  | 'payout.after_webhook'
  | 'payout.after_hint'
  | 'payout.after_question'

const aimed = aim(process.env['FAULT'])

function aim(text: string | undefined): { point: string; left: number } | null {
  if (!text) return null
  const [point = '', times = '1'] = text.split(':')
  return { point, left: Number(times) }
}
