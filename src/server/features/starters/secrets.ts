/** What looks like a secret in a text: everybody who clones a starter would have it. */
const SIGNS: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN (?:[A-Z]+ )*PRIVATE KEY(?: BLOCK)?-----/, 'a private key'],
  [/\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/, 'an access key of AWS'],
  [/\bgh[pousr]_[A-Za-z0-9]{36,}\b|\bgithub_pat_[A-Za-z0-9_]{60,}\b/, 'a token of GitHub'],
  [/\bglpat-[\w-]{20,}\b/, 'a token of GitLab'],
  [/\bxox[abeoprs]-[\w-]{10,}/, 'a token of Slack'],
  [/\b[rs]k_live_[A-Za-z0-9]{16,}\b/, 'a live key of Stripe'],
  [/\bAIza[\w-]{35}\b/, 'a key of Google'],
  [/\bnpm_[A-Za-z0-9]{36}\b|_authToken\s*=\s*(?!\$\{)\S{8,}/, 'a token of npm'],
  [/\bsk-(?:ant-|proj-)?[\w-]{32,}\b/, 'a key of an AI service'],
  [/\bhw_[a-z]{3}_[0-9A-Za-z]{43}\b/, 'a token of Handiwork'],
]

/** The kind of secret, in words, or null. */
export function secretIn(text: string): string | null {
  return SIGNS.find(([sign]) => sign.test(text))?.[1] ?? null
}
