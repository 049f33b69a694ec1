import { computed, type ComputedRef, ref, type Ref } from 'vue'

/** Rows kept beyond either edge, so that quick scrolling shows no gap. */
const spare = 6
/** Where nothing is laid out yet, or never. */
const usualHeight = 480

interface Range {
  /** The first row that is drawn, and the first after it that is not. */
  from: number
  to: number
  /** Pixels of the rows that are not drawn. */
  above: number
  below: number
}

/** Which of `count` rows of one height are in view. Scrolled beyond the end, the last ones are. */
export function rangeInView(count: number, rowHeight: number, scrolled: number, height: number): Range {
  const fitting = Math.ceil(height / rowHeight) + 2 * spare
  const from = Math.max(0, Math.min(Math.floor(scrolled / rowHeight) - spare, count - fitting))
  const to = Math.min(count, from + fitting)
  return { from, to, above: from * rowHeight, below: (count - to) * rowHeight }
}

interface RowWindow {
  readonly range: ComputedRef<Range>
  readonly scrolled: Ref<number>
  onScroll: (event: Event) => void
}

/** Draws no more rows of a long list than fit: 5,000 cost what 20 do. */
export function useRowWindow(count: () => number, rowHeight: number): RowWindow {
  const scrolled = ref(0)
  const height = ref(usualHeight)
  return {
    scrolled,
    // The same one while the same rows are in view: most turns of a wheel draw nothing anew.
    range: computed<Range>((before) => {
      const next = rangeInView(count(), rowHeight, scrolled.value, height.value)
      const isSame = before?.from === next.from && before.to === next.to && before.below === next.below
      return isSame ? before : next
    }),
    onScroll({ currentTarget }) {
      if (!(currentTarget instanceof HTMLElement)) return
      scrolled.value = currentTarget.scrollTop
      height.value = currentTarget.clientHeight || usualHeight
    },
  }
}
