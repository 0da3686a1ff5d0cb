/** How much processor time a program and everything it starts has used, by a control group of its own. Linux, as root. */
import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs'

export interface CpuMeter {
  /** A process that runs, and what it starts from now on. */
  add(pid: number): void
  /** Leading words of a command line that is counted from its first moment, with everything it starts. */
  around: readonly string[]
  /** Milliseconds so far. */
  used(): number
  remove(): void
}

const V1 = '/sys/fs/cgroup/cpuacct'
const V2 = '/sys/fs/cgroup'

export function cpuMeter(name: string): CpuMeter {
  const old = existsSync(V1)
  const dir = `${old ? V1 : V2}/handiwork-bench-${process.pid}-${name}`
  mkdirSync(dir)
  return {
    around: ['/bin/sh', '-c', `echo $$ > ${dir}/cgroup.procs; exec "$@"`, 'sh'],
    add: (pid) => writeFileSync(`${dir}/cgroup.procs`, String(pid)),
    used: () => (old ? Number(readFileSync(`${dir}/cpuacct.usage`, 'utf8')) / 1e6 : Number(/usage_usec (\d+)/.exec(readFileSync(`${dir}/cpu.stat`, 'utf8'))?.[1]) / 1e3),
    remove: () => {
      try {
        rmdirSync(dir)
      } catch {
        // Something in it is still ending; the system forgets an empty group at the next start.
      }
    },
  }
}
