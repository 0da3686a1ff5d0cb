/** Webhooks of a GitHub App: nothing in them is read before their signature has been found true. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import type { Doorbell } from '../port.ts'

const sha = z.string().regex(/^[0-9a-f]{40}$/)
const push = z.object({ ref: z.string().max(300), before: sha, after: sha, repository: z.object({ id: z.number().int() }) })
const delivery = z.string().regex(/^[A-Za-z0-9-]{1,100}$/)

export function readWebhook(secret: string, header: (name: string) => string | undefined, rawBody: Uint8Array): Doorbell {
  const deliveryId = delivery.safeParse(header('x-github-delivery'))
  if (!isSigned(secret, header('x-hub-signature-256') ?? '', rawBody) || !deliveryId.success) return { kind: 'forged' }
  if (header('x-github-event') !== 'push') return { kind: 'nothing', deliveryId: deliveryId.data }
  const told = push.safeParse(parsed(rawBody))
  if (!told.success) return { kind: 'forged' }
  const { ref, before, after, repository } = told.data
  return { kind: 'push', deliveryId: deliveryId.data, repoExternalId: String(repository.id), ref, oldSha: before, newSha: after }
}

/** Compares digests of one length, so that the time it takes says nothing about where they differ. */
function isSigned(secret: string, signature: string, rawBody: Uint8Array): boolean {
  const given = /^sha256=([0-9a-f]{64})$/.exec(signature)?.[1]
  if (!given) return false
  return timingSafeEqual(Buffer.from(given, 'hex'), createHmac('sha256', secret).update(rawBody).digest())
}

function parsed(rawBody: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(rawBody).toString('utf8'))
  } catch {
    return null
  }
}
