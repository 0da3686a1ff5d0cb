/** Where there is no sandbox, nothing of a stranger's runs. */
import { type Sandbox, SandboxUnavailable } from './port.ts'

/** @param says why, as one sentence for people */
export function noSandbox(says: string): Sandbox {
  return {
    standing: () => Promise.resolve({ kind: 'none', says }),
    run: () => Promise.reject(new SandboxUnavailable(says)),
  }
}
