const refreshers = new Set<() => unknown>()

/** For a store: what it asks anew when the events of a while may have been missed. */
export function onReconnect(refresh: () => unknown): void {
  refreshers.add(refresh)
}

/** Asking for what is current makes up for whatever was missed. A store that nobody uses yet has missed nothing. */
export function refreshAll(): void {
  for (const refresh of refreshers) refresh()
}
