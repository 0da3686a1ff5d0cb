import type { SandboxLimits } from './port.ts'

const MB = 1024 * 1024

/** Enough for a test run of a small project. */
export const defaultLimits: SandboxLimits = {
  wallMs: 120_000,
  cpuSeconds: 120,
  memoryBytes: 2048 * MB,
  processes: 256,
  diskBytes: 512 * MB,
  inodes: 50_000,
  outputBytes: MB,
  resultBytes: 8 * MB,
}

/** Scratch space beside `/job`. All of it counts as memory too. */
export const TMP_BYTES = 128 * MB
export const SMALL_BYTES = 16 * MB
/** What the sandbox's own few processes need beyond the job's. */
export const OWN_PROCESSES = 16
