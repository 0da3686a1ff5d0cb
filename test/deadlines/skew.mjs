// Loaded before a program: its clock is wrong by SKEW. `ahead:3600` seconds; `jump:-3600` so far, ten seconds after its start; `fast:0.1` gains a tenth.
const [kind, amount] = (process.env.SKEW ?? 'ahead:0').split(':')
const real = { now: Date.now.bind(Date), ticks: performance.now.bind(performance) }
const began = real.now()
const by = {
  ahead: () => Number(amount) * 1000,
  jump: (now) => (now - began > 10_000 ? Number(amount) * 1000 : 0),
  fast: (now) => (now - began) * Number(amount),
}
const wrongNow = () => Math.round(real.now() + by[kind](real.now()))
globalThis.Date = new Proxy(Date, {
  construct: (target, args, self) => Reflect.construct(target, args.length > 0 ? args : [wrongNow()], self),
  apply: () => String(new Date(wrongNow())),
  get: (target, key) => (key === 'now' ? wrongNow : Reflect.get(target, key)),
})
if (kind === 'fast') performance.now = () => real.ticks() * (1 + Number(amount))
