/** What is found before the first write: what stops a plan, and what a person should only know. */
export interface PlanFindings {
  readonly obstacles: string[]
  readonly cautions: string[]
}

const namedAtMost = 3

/** The first few of many, and how many there are besides, with `; ` between them. */
export function someOf(texts: readonly string[]): string {
  const others = texts.length - namedAtMost
  return [...texts.slice(0, namedAtMost), ...(others > 0 ? [`and ${String(others)} more`] : [])].join('; ')
}
