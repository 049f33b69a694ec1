import { appendLines } from './line-file.ts'

/**
 * Appends lines to files, each line on the disk before its promise resolves. Lines that come while a write is under way
 * go together in the next one, in the order they came: many writers cost one flush.
 */
export class LineAppender {
  private readonly files = new Map<string, { waiting: unknown[]; next: Promise<void> | null; last: Promise<void> }>()

  append(path: string, value: unknown): Promise<void> {
    const file = this.files.get(path) ?? { waiting: [], next: null, last: Promise.resolve() }
    this.files.set(path, file)
    file.waiting.push(value)
    file.next ??= file.last
      // A write that failed was told to those who waited for it; the next one tries anew.
      .catch(() => undefined)
      .then(() => {
        const { waiting } = file
        file.waiting = []
        file.next = null
        file.last = appendLines(path, waiting).finally(() => {
          if (file.waiting.length === 0 && file.next === null) this.files.delete(path)
        })
        return file.last
      })
    return file.next
  }
}
