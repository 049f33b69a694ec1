/** Waits after each look that did not settle a claim: quick at first, then a minute. Reports allow few requests. */
const waitsMs = [2000, 3000, 5000, 8000, 12_000, 20_000, 30_000, 60_000]

/** How long to wait after the `looks`-th look (from 1). */
export function nextLookInMs(looks: number): number {
  return waitsMs[Math.min(looks, waitsMs.length) - 1] ?? 60_000
}
