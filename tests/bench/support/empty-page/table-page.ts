import { defineComponent, h } from 'vue'

/** Every row drawn once and left to the browser: no work of ours while it scrolls. */
export default defineComponent(() => () => {
  const rows = Array.from({ length: 5000 }, (_, at) =>
    h('tr', { style: 'height: 56px' }, [h('td', at), h('td', 'Row')]),
  )
  return [
    h('h1', 'Table'),
    h('div', { role: 'region', 'aria-label': 'Rows', style: 'height: 480px; overflow: auto' }, [
      h('table', [h('tbody', rows)]),
    ]),
  ]
})
