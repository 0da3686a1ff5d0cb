import type { Child } from 'hono/jsx'
import { raw } from 'hono/html'
import { renderMarkdown } from './markdown.ts'
import { formatDay, formatInstant, timeLeft } from './words.ts'

/** Terms and what they are: pay, place, limits. Empty ones are left out. */
export function Facts({ items }: { items: (readonly [string, Child] | null | false)[] }) {
  // Only pairs with words pass the filter.
  const known = items.filter((item) => item && item[1]) as (readonly [string, Child])[]
  if (known.length === 0) return null
  return (
    <dl class="facts">
      {known.map(([term, words]) => (
        <div>
          <dt>{term}</dt>
          <dd>{words}</dd>
        </div>
      ))}
    </dl>
  )
}

export interface TimelineStep {
  name: string
  /** A word beside the name: the kind of stage. */
  kind?: string
  state?: 'pending' | 'in_progress' | 'completed' | 'skipped'
  badges?: Child
  children?: Child
}

const STATE_WORDS = { pending: 'To come', in_progress: 'Now', completed: 'Done', skipped: 'Skipped' } as const

/** The stages in order, numbered; with their state where it is somebody's own way through them. */
export function Timeline({ steps }: { steps: TimelineStep[] }) {
  return (
    <ol class="timeline">
      {steps.map((s) => (
        <li data-state={s.state} aria-current={s.state === 'in_progress' ? 'step' : undefined}>
          <h3>{s.name}</h3>
          {s.kind || s.badges || s.state ? (
            <p class="row small soft">
              {s.kind ? <span>{s.kind}</span> : null}
              {s.state ? <span class={s.state === 'in_progress' ? 'badge' : 'badge plain'}>{STATE_WORDS[s.state]}</span> : null}
              {s.badges}
            </p>
          ) : null}
          {s.children}
        </li>
      ))}
    </ol>
  )
}

/** A person's Markdown: no HTML, no images, links that vouch for nothing. */
export function Markdown({ text }: { text: string }) {
  // renderMarkdown escapes whatever is not its own markup.
  return <div class="prose">{raw(renderMarkdown(text))}</div>
}

/** A moment: in UTC as written, in the reader's zone where the script runs. */
export function Time({ at, only }: { at: string; only?: 'date' }) {
  return (
    <time datetime={at} data-local={only ?? 'full'}>
      {only === 'date' ? formatDay(at) : formatInstant(at)}
    </time>
  )
}

/** How long is left, by the server's clock: `now` is the server's time when the page was made. */
export function Countdown(p: { until: string; now: string; over?: string; reload?: boolean; big?: boolean; inTitle?: boolean; began?: string | undefined }) {
  return (
    <span class={p.big ? 'timer big' : 'timer'} role="timer" data-countdown={p.until} data-now={p.now} data-over={p.over} {...(p.reload ? { 'data-reload': '' } : {})} {...(p.inTitle ? { 'data-in-title': '' } : {})} {...(p.began ? { 'data-began': p.began } : {})}>
      {p.until > p.now ? timeLeft(p.now, p.until) : (p.over ?? '0 seconds')}
    </span>
  )
}

/** Where a countdown that `began` is spoken at its few marks; empty otherwise. */
export function Announcement() {
  return <p class="hidden" role="status" data-announcement="" />
}

/** What time it is where it counts: as the page was made, and running where the script runs. */
export function ServerClock({ at }: { at: string }) {
  return (
    <time datetime={at} data-server-clock={at}>
      {formatInstant(at)}
    </time>
  )
}

/** A part that stays fresh while the page is open; another `state` means that the whole page has changed. */
export function Live({ name, state, children }: { name: string; state: string; children: Child }) {
  return (
    <div data-live={name} data-state={state} aria-live="polite">
      {children}
    </div>
  )
}

/** Shown while the server can't be reached, so that nobody takes old news for new. */
export function Offline({ children }: { children: Child }) {
  return (
    <div class="note warn" role="status" data-offline="" hidden>
      {children}
    </div>
  )
}

/** Text to take along, such as a git command. */
export function Copyable({ text }: { text: string }) {
  return (
    <div class="copy">
      <code data-copy={text} tabindex={0}>
        {text}
      </code>
    </div>
  )
}

export function Badge({ children, look }: { children: Child; look?: 'plain' | 'warn' | 'danger' }) {
  return <span class={look ? `badge ${look}` : 'badge'}>{children}</span>
}

export function Note({ children, look, alert }: { children: Child; look?: 'warn' | 'danger'; alert?: boolean }) {
  return (
    <div class={look ? `note ${look}` : 'note'} role={alert ? 'alert' : undefined}>
      {children}
    </div>
  )
}

/** Linked data for search engines: not a script that runs, and nothing in it can end the element. */
export function JsonLd({ data }: { data: object }) {
  return <script type="application/ld+json">{raw(JSON.stringify(data).replaceAll('<', '\\u003c').replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029'))}</script>
}
