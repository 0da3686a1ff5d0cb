/** A moment by the clock of a zone, which it names: `Mon, 23 Nov 2026, 09:00 (Europe/Berlin)` */
export function momentIn(at: string, timeZone: string): string {
  const said = new Intl.DateTimeFormat('en-GB', { timeZone, weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' }).format(new Date(at))
  return `${said} (${timeZone.replaceAll('_', ' ')})`
}
