import { createContext, useContext } from 'react'
import { type HiringProcess, hiringProcess } from '#contract/process.ts'

/** What is wrong in a process, by its path below the process: `stages.1.config.time_limit`. */
export type Mistakes = readonly { path: string; message: string }[]

/** The contract's own rules, asked here before the server is. */
export function mistakesOf(process: HiringProcess): Mistakes {
  const checked = hiringProcess.safeParse(process)
  return checked.success ? [] : checked.error.issues.map((i) => ({ path: i.path.join('.'), message: i.message }))
}

const none: { mistakes: Mistakes; at: string } = { mistakes: [], at: '' }
export const MistakesAt = createContext(none)

/** The message for a field below where the form stands, or undefined. */
export function useMistake(): (path: string, o?: { whole?: boolean }) => string | undefined {
  const { mistakes, at } = useContext(MistakesAt)
  return (path, o) => {
    const full = at ? `${at}.${path}` : path
    return mistakes.find((m) => m.path === full || (o?.whole && m.path.startsWith(`${full}.`)))?.message
  }
}
