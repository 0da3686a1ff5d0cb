/** A failure whose message is all that the reader needs: shown without a stack, and the command ends with 1. */
export class Refusal extends Error {}

/** Runs a command's main function; a refusal is one sentence, anything else is our mistake and keeps its stack. */
export async function main(work) {
  try {
    await work()
  } catch (error) {
    process.stderr.write(error instanceof Refusal ? `${error.message}\n` : `${(error && error.stack) || error}\n`)
    process.exit(1)
  }
}
