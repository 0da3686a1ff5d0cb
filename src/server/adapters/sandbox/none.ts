/** Where there is no sandbox, nothing of a stranger's runs. */
import { type Sandbox, SandboxUnavailable } from './port.ts'

/** @param says why, as one sentence for people */
export function noSandbox(says: string): Sandbox {
  const refuse = () => Promise.reject(new SandboxUnavailable(says))
  return {
    standing: () => Promise.resolve({ kind: 'none', says }),
    run: refuse,
    dependencies: refuse,
    keep: refuse,
    stop: () => {},
  }
}
