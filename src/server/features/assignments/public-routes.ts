import { assignmentOps } from '#contract/assignments.ts'
import { onOuter } from '#server/platform/feature.ts'
import { receiveGithubWebhook } from './ring.ts'

export const publicRoutes = [onOuter(assignmentOps.receiveGithubWebhook, (ctx) => receiveGithubWebhook(ctx))]
