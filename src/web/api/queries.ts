import { QueryClient } from '@tanstack/react-query'
import { ApiProblem } from './client.ts'

/** Everything the page has asked of the server. What can't be reached, or broke over there, is tried twice more. */
export const queries = new QueryClient({ defaultOptions: { queries: { retry: (count, error) => count < 2 && error instanceof ApiProblem && (error.problem.status === 0 || error.problem.status >= 500), staleTime: 5000 } } })
