import { useNavigate, useSearch } from '@tanstack/react-router'

/** The tab that is open, kept in the address: it can be reloaded and sent to a colleague. */
export function useTab(first: string): [string, (tab: string | null) => void] {
  const { tab } = useSearch({ strict: false }) as { tab?: string }
  const navigate = useNavigate()
  // The router's types know one address at a time; every page with tabs uses this one parameter.
  const go = (next: string | null) => void navigate({ to: '.', search: { tab: next ?? first }, replace: true } as never)
  return [tab ?? first, go]
}
