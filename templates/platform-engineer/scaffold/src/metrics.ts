/** Numbers for Prometheus, by name and labels. */
export class Metrics {
  readonly #values = new Map<string, number>()

  /** `name` with its labels, as in `http_requests_total{status="202"}`. */
  count(name: string, by = 1): void {
    this.#values.set(name, (this.#values.get(name) ?? 0) + by)
  }

  set(name: string, value: number): void {
    this.#values.set(name, value)
  }

  text(): string {
    return [...this.#values].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => `${name} ${value}\n`).join('')
  }
}
