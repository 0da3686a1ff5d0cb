/** What the server writes where a text held something nobody would see: `⟦U+202E⟧`, `⟦0xFF⟧`, or how much of a line was cut. */
export const HIDDEN_MARK = /⟦(?:U\+[0-9A-F]{4,6}|0x[0-9A-F]{2}|\d+ more characters)⟧/g

/** A line with its marks set apart from what was really written. */
export function Marked({ text }: { text: string }) {
  if (!text.includes('⟦')) return text
  const marks = text.match(HIDDEN_MARK) ?? []
  return text.split(HIDDEN_MARK).map((part, i) => (
    <span key={i}>
      {part}
      {marks[i] && <span className="hidden-mark">{marks[i]}</span>}
    </span>
  ))
}
