import { computed, type ComputedRef, ref, type Ref } from 'vue'

interface Found<Item> {
  /** What is searched for; empty for everything. */
  readonly text: Ref<string>
  readonly found: ComputedRef<readonly Item[]>
}

/** Whether a text holds every word of another, in whatever order and letters. */
export function holdsWords(text: string, wanted: string): boolean {
  const lower = text.toLowerCase()
  return wanted
    .toLowerCase()
    .split(/\s+/)
    .every((word) => lower.includes(word))
}

/** The rows of a list that hold what is searched for. `textOf` is what a person reads of a row. */
export function useFound<Item>(items: () => readonly Item[], textOf: (item: Item) => string): Found<Item> {
  const text = ref('')
  const found = computed(() => {
    const wanted = text.value.trim()
    return wanted === '' ? items() : items().filter((item) => holdsWords(textOf(item), wanted))
  })
  return { text, found }
}
