/** What is found before the first write: what stops a plan, and what a person should only know. */
export interface PlanFindings {
  readonly obstacles: string[]
  readonly cautions: string[]
}

const namedAtMost = 3

/** The first few of many, and how many there are besides. */
export function someOf(texts: readonly string[]): string {
  const named = texts.slice(0, namedAtMost).join('; ')
  const others = texts.length - namedAtMost
  return others > 0 ? `${named}; and ${String(others)} more` : named
}
