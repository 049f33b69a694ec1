/** What the window's libraries cost by themselves: three places with a heading each, one of them with a long table. */
import './style.css'

import UApp from '@nuxt/ui/components/App.vue'
import UButton from '@nuxt/ui/components/Button.vue'
import ui from '@nuxt/ui/vue-plugin'
import { createPinia } from 'pinia'
import { createApp, defineComponent, h } from 'vue'
import { createRouter, createWebHashHistory, RouterLink, RouterView } from 'vue-router'

const link = (to: string, label: string) => h(RouterLink, { to }, () => label)
const Home = defineComponent(() => () => [h('h1', 'Empty page'), h(UButton, { label: 'Begin' })])
const Root = defineComponent(
  () => () =>
    h(UApp, null, () => [
      h('nav', { 'aria-label': 'Main' }, [link('/', 'Home'), link('/other', 'Other'), link('/table', 'Table')]),
      h('main', h(RouterView)),
    ]),
)
const router = createRouter({
  history: createWebHashHistory(),
  routes: [
    { path: '/', component: Home },
    { path: '/other', component: () => import('./other-page.ts') },
    { path: '/table', component: () => import('./table-page.ts') },
  ],
})
createApp(Root).use(createPinia()).use(router).use(ui).mount('#app')
