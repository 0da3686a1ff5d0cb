// One line that says what is going on and for how long. On stderr, so that the output of a command stays its own.
const every = { terminal: 1_000, log: 10_000 }

/** Shows `label… N s` while `work` runs: rewritten in place on a terminal, a line now and then in a log. */
export async function withProgress(label, work) {
  const out = process.stderr
  const terminal = Boolean(out.isTTY) && !process.env.CI
  const startedAt = Date.now()
  const seconds = () => Math.round((Date.now() - startedAt) / 1_000)
  const show = () => out.write(terminal ? `\r${label}… ${seconds()} s` : `${label}… ${seconds()} s\n`)
  out.write(terminal ? `${label}…` : `${label}…\n`)
  const timer = setInterval(show, terminal ? every.terminal : every.log)
  try {
    const result = await work()
    clearInterval(timer)
    out.write(`${terminal ? '\r' : ''}${label}… ${seconds()} s, done\n`)
    return result
  } catch (error) {
    clearInterval(timer)
    out.write(`${terminal ? '\r' : ''}${label}… ${seconds()} s, failed\n`)
    throw error
  }
}
