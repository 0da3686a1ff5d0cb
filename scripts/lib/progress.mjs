// One line that says what is going on and for how long. On stderr, so that the output of a command stays its own.
const every = { terminal: 1_000, log: 10_000 }

/**
 * Shows `label… N s` while `work` runs: rewritten in place on a terminal, a line now and then in a log.
 * `worked` says of the result whether it is a success.
 */
export async function withProgress(label, work, worked = () => true) {
  const out = process.stderr
  const terminal = Boolean(out.isTTY) && !process.env.CI
  const startedAt = Date.now()
  const seconds = () => Math.round((Date.now() - startedAt) / 1_000)
  const show = () => out.write(terminal ? `\r${label}… ${seconds()} s` : `${label}… ${seconds()} s\n`)
  out.write(terminal ? `${label}…` : `${label}…\n`)
  const timer = setInterval(show, terminal ? every.terminal : every.log)
  const end = (outcome) => out.write(`${terminal ? '\r' : ''}${label}… ${seconds()} s, ${outcome}\n`)
  try {
    const result = await work()
    end(worked(result) ? 'done' : 'failed')
    return result
  } catch (error) {
    end('failed')
    throw error
  } finally {
    clearInterval(timer)
  }
}
