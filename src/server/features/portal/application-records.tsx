import type { PortalApplication, Promised } from '#contract/applications.ts'
import { Badge, Time } from '#server/platform/http/html/parts.tsx'

export interface Mailed {
  sent_at: string
  subject: string
  text: string
}

const CLOCKS: Record<Promised['state'], { word: string; look?: 'plain' | 'warn' | 'danger' }> = {
  running: { word: 'Running', look: 'plain' },
  kept: { word: 'Kept' },
  late: { word: 'Late', look: 'danger' },
  kept_late: { word: 'Kept, late', look: 'warn' },
  void: { word: 'No longer due', look: 'plain' },
}

/** What we promised with a date, and whether we kept it: said about ourselves, so said plainly. */
export function Promises({ items }: { items: PortalApplication['promises'] }) {
  if (items.length === 0) return null
  return (
    <>
      <h2>What we promised</h2>
      <ul class="cards">
        {items.map((p) => (
          <li class="card">
            <p>
              {p.text} <Badge look={CLOCKS[p.state].look}>{CLOCKS[p.state].word}</Badge>
            </p>
            <p class="small soft">
              Due <Time at={p.due_at} />
              {p.kept_at ? (
                <>
                  {' · done '}
                  <Time at={p.kept_at} />
                </>
              ) : null}
            </p>
          </li>
        ))}
      </ul>
    </>
  )
}

/** What happened that the candidate may hold against the company. Stays for ever. */
export function Notices({ items }: { items: PortalApplication['notices'] }) {
  if (items.length === 0) return null
  return (
    <>
      <h2>What you should know</h2>
      <ul class="cards">
        {items.map((n) => (
          <li class="card">
            <p>{n.text}</p>
            <p class="small soft">
              <Time at={n.at} />
            </p>
          </li>
        ))}
      </ul>
    </>
  )
}

/** Every mail about this application, so that none can be lost in a spam folder. */
export function Mails({ items }: { items: Mailed[] }) {
  if (items.length === 0) return null
  return (
    <>
      <h2>Mail we sent you</h2>
      {items.map((m) => (
        <details>
          <summary>
            <span>
              {m.subject}{' '}
              <span class="soft small">
                <Time at={m.sent_at} />
              </span>
            </span>
          </summary>
          {m.text.split(/\n{2,}/).map((paragraph) => (
            <p>{paragraph}</p>
          ))}
        </details>
      ))}
    </>
  )
}
