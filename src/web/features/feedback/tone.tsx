import { Text, VisuallyHidden } from '@mantine/core'
import { toneHints } from '#contract/feedback-text.ts'

/** What makes feedback worth reading. Hints: whoever writes decides. */
export function Tone({ text }: { text: string }) {
  if (!text.trim()) return null
  return (
    <section aria-label="Hints">
      <Text size="sm" fw={500}>What makes it worth reading</Text>
      <ul className="hints">
        {toneHints(text).map((h) => <li key={h.id} data-ok={h.ok}><span aria-hidden>{h.ok ? '✓' : '○'}</span><span><VisuallyHidden>{h.ok ? 'Seems done: ' : 'Look again: '}</VisuallyHidden>{h.say}</span></li>)}
      </ul>
    </section>
  )
}
