let listeners: (() => void)[] = []

/** Tells the worker of this process that something is due. A hint only: other workers find it by polling. */
export function wakeWorker() {
  for (const listener of listeners) listener()
}

/** @returns a function that stops listening */
export function onWake(listener: () => void): () => void {
  listeners = [...listeners, listener]
  return () => {
    listeners = listeners.filter((l) => l !== listener)
  }
}
