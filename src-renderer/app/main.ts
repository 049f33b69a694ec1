import '@fontsource-variable/inter'
import './style.css'

import { addCollection } from '@iconify/vue'
import ui from '@nuxt/ui/vue-plugin'
import { createPinia } from 'pinia'
import { type Component, createApp } from 'vue'
import icons from 'virtual:bundled-icons'

import { systemLanguage } from '@contract/language'

import { setBridge } from '../bridge/bridge'
import { createHttpBridge, enter, type Outside } from '../bridge/http-bridge'
import { refreshAll } from '../bridge/reconnect'
import { i18n, setLanguage } from '../i18n/i18n'
import { useSessionStore } from '../stores/session'
import App from './App.vue'
import OutsidePage from './OutsidePage.vue'
import { createAppRouter } from './router'

addCollection(icons)

function mount(root: Component, props: Record<string, unknown> = {}): void {
  document.querySelector('#app')?.replaceChildren()
  const pinia = createPinia()
  const app = createApp(root, props).use(pinia)
  app.use(createAppRouter(() => useSessionStore(pinia)))
  app.use(i18n).use(ui).mount('#app')
}

const turnAway = (why: Outside): void => {
  mount(OutsidePage, { why })
}

async function start(): Promise<void> {
  await setLanguage(systemLanguage(navigator.languages))
  if (window.bridge) {
    setBridge(window.bridge)
  } else {
    const outside = await enter()
    if (outside) {
      turnAway(outside)
      return
    }
    setBridge(createHttpBridge({ onOutside: turnAway, onReconnect: refreshAll }))
  }
  mount(App)
}

await start()
