/** Reading a real repository over smart HTTP, as GitHub serves it: enough for a fetch, with Basic authentication. */
import { spawn } from 'node:child_process'
import type { IncomingMessage, ServerResponse } from 'node:http'

/** Answers a git request for the bare repository at `dir`. */
export function serveGit(req: IncomingMessage, res: ServerResponse, dir: string, rest: string) {
  const advertise = rest.startsWith('/info/refs')
  if (!advertise && rest !== '/git-upload-pack') return void res.writeHead(403).end()
  const args = ['-c', 'uploadpack.allowAnySHA1InWant=true', 'upload-pack', '--stateless-rpc', ...(advertise ? ['--http-backend-info-refs'] : []), dir]
  const protocol = String(req.headers['git-protocol'] ?? '')
  const git = spawn('git', args, { env: { ...process.env, GIT_PROTOCOL: protocol }, stdio: ['pipe', 'pipe', 'ignore'] })
  git.stdin.on('error', () => {})
  res.writeHead(200, { 'Content-Type': advertise ? 'application/x-git-upload-pack-advertisement' : 'application/x-git-upload-pack-result' })
  if (advertise && protocol !== 'version=2') res.write('001e# service=git-upload-pack\n0000')
  git.stdout.pipe(res)
  if (advertise) git.stdin.end()
  else req.pipe(git.stdin)
}
