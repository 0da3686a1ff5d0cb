export interface Deps {
  /** The only way to the API, so that tests can stand in for it. */
  fetch: typeof globalThis.fetch
}

/** Shows the page in `root`. @returns what takes it away again */
export function mountApp(root: HTMLElement, deps: Deps): () => void {
  root.innerHTML = '<h1>Repair tickets</h1>'
  void deps

  // The table is yours. See README.md.
  return () => root.replaceChildren()
}
