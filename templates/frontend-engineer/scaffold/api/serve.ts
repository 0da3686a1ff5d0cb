import type { Plugin } from 'vite'
import { createApi } from './api.ts'

/** Answers `/api` in the development server. `WEATHER=calm npm start` has no bad days; `SEED=7` has others. */
export function serveApi(): Plugin {
  const api = createApi({ weather: process.env.WEATHER === 'calm' ? 'calm' : 'real', seed: Number(process.env.SEED ?? 1) })
  return {
    name: 'api',
    configureServer(server) {
      server.middlewares.use(async (request, response, next) => {
        if (!request.url?.startsWith('/api/')) return next()
        const chunks: Buffer[] = []
        for await (const chunk of request) chunks.push(chunk as Buffer)
        const body = Buffer.concat(chunks).toString()
        const answer = await api.fetch(request.url, { method: request.method ?? 'GET', ...(body ? { body } : {}) })
        response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text())
      })
    },
  }
}
