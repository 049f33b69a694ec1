import UButton from '@nuxt/ui/components/Button.vue'
import { defineComponent, h } from 'vue'

export default defineComponent(() => () => [h('h1', 'Other'), h(UButton, { label: 'Go on' })])
