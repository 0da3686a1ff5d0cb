/** How moments are written in mails and summaries, where no browser can put them into a local zone: `Mon, 23 Nov 2026, 17:59 UTC` */
export function moment(at: Date): string {
  const day = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' }).format(at)
  return `${day}, ${at.toISOString().slice(11, 16)} UTC`
}

/** `Ada`, `Ada and Ben`, `Ada, Ben and Cem` */
export function listed(names: readonly string[]): string {
  return new Intl.ListFormat('en-GB').format(names)
}
