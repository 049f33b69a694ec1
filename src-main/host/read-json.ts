/** A text as JSON, or undefined where it is none: for text from outside, which a schema reads next. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
