import { type HerdResult, type PushResult, runHerd } from '#test/deadlines/run.ts'
import { agrees } from '#test/deadlines/verdict.ts'
import { keepResult } from '#test/support/results.ts'

/** `ATTEMPTS=2000 node bench/deadlines.mjs` for a smaller one. */
const attempts = Number(process.env['ATTEMPTS'] ?? 10_000)
const boundary = Number(process.env['BOUNDARY'] ?? 2000)
const skewed = Number(process.env['SKEWED'] ?? 5000)

const results: Record<string, unknown> = {}
await runHerd({ attempts, pushes: attempts / 20, spread: [-1500, 500], kills: 20, durable: true }, (r) => {
  results['deadlines'] = { attempts, in_flight_pushes: r.pushes.length, worker_kills: r.kills, ...figures(r) }
})
await runHerd({ attempts: boundary, pushes: boundary, spread: [-500, 500], slowEvery: 10, abortEvery: 10, durable: true }, (r) => {
  results['boundary'] = { pushes: boundary, aborted: r.pushes.filter((p) => p.aborted).length, ...figures(r) }
})
await runHerd({ attempts: skewed, pushes: skewed, spread: [-skewed * 6, skewed * 6], skews: ['ahead:3600', 'ahead:-86400', 'jump:-3600', 'fast:0.1'], durable: true }, (r) => {
  results['wrong_clocks'] = { attempts: skewed, ...figures(r) }
})

keepResult('deadlines', results)
console.log(JSON.stringify(results, null, 2))

function figures(r: HerdResult) {
  const lags = r.sealed.map((s) => s.lag).sort((a, b) => a - b)
  const at = (q: number) => rounded(lags[Math.min(lags.length - 1, Math.floor(q * lags.length))] ?? Number.NaN)
  const said = (what: PushResult['said']) => r.pushes.filter((p) => p.said === what).length
  return {
    missing: r.attempts.length - r.sealed.length,
    wrong: r.sealed.filter((s) => s.commit !== s.expected).length,
    early: r.sealed.filter((s) => s.early).length,
    disagreeing_pushes: r.pushes.filter((p) => !agrees(r, p)).length,
    payouts: r.counts.payouts,
    sealed_events: r.counts.events,
    pushes_left_open: r.counts.stuck,
    accepted: said('received'),
    refused_as_late: said('too late'),
    frozen_by_one_statement_s: rounded(r.frozen.took),
    frozen_from_s_after_deadline: rounded(r.frozen.began),
    sealed_s_after_deadline: { p50: at(0.5), p99: at(0.99), max: at(1) },
  }
}

function rounded(n: number): number {
  return Number(n.toFixed(3))
}
