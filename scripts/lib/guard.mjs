// Runs a command for children.mjs and dies with it: when whoever started us is gone, even by `kill -9`, the pipe on our
// stdin ends, and the whole process group goes. Without it an orphaned `npm ci` would fight with that of the next start.
import { spawn } from 'node:child_process'

const [command, ...args] = process.argv.slice(2)
const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'], windowsHide: true })

// The group was told; we wait for what the command makes of it.
process.on('SIGINT', () => {}).on('SIGTERM', () => {})

process.stdin.resume().on('close', () => {
  try {
    process.kill(-process.pid, 'SIGKILL')
  } catch {
    child.kill('SIGKILL')
    process.exit(1)
  }
})

child.on('error', (error) => {
  console.error(error.message)
  process.exit(127)
})
child.on('exit', (code, signal) => process.exit(signal ? 1 : code))
