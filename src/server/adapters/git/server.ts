/** The git process's own HTTP server. */
import { rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createGitHandler, type GitHandlerOptions } from './gateway.ts'
import { sweep } from './sweep.ts'

export interface GitServerOptions extends GitHandlerOptions {
  listen: { path: string } | { port: number; host: string }
  /** How long requests at work may take when closing. Defaults to 10 s. */
  closeMs?: number
}

export interface GitServer {
  /** Of the listening socket; 0 for a path. */
  port: number
  /** Takes no new requests, lets those at work finish for a while, then ends them. */
  close(): Promise<void>
}

/** Sweeps, then serves. Keep it in a process of its own: starting git costs time in proportion to the starter's memory. */
export async function startGitServer(o: GitServerOptions): Promise<GitServer> {
  await sweep(o.reposDir)
  const handler = createGitHandler(o)
  // A slow but honest push may take its time to be told why it can't count; headers have no such excuse.
  const timeouts = { headersTimeout: 10_000, requestTimeout: 900_000, connectionsCheckingInterval: 5_000 }
  const server = createServer(timeouts, handler)
  server.on('checkContinue', handler.checkContinue)
  await listen(server, o.listen)
  return { port: portOf(server), close: () => close(server, handler.endAll, o.closeMs ?? 10_000) }
}

/** A socket file may be left by a process that was killed. */
async function listen(server: Server, at: GitServerOptions['listen']): Promise<void> {
  if ('path' in at) await rm(at.path, { force: true })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(at, resolve)
  })
}

function portOf(server: Server): number {
  const address: AddressInfo | string | null = server.address()
  return address && typeof address === 'object' ? address.port : 0
}

async function close(server: Server, endAll: () => void, closeMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  server.closeIdleConnections()
  const insist = setTimeout(() => {
    endAll()
    server.closeAllConnections()
  }, closeMs)
  await closed
  clearTimeout(insist)
}
