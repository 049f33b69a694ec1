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
import { i18n, setLanguage } from '../i18n/i18n'
import { usePortalStore } from '../stores/portal'
import { useRecordingStore } from '../stores/recording'
import { useRunStore } from '../stores/run'
import { useSessionStore } from '../stores/session'
import { useTenantStore } from '../stores/tenant'
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

/** Asking for what is current makes up for whatever was missed. */
function refreshAll(): void {
  void useSessionStore().refresh()
  void useRunStore().refresh()
  void usePortalStore().refresh()
  void useRecordingStore().refresh()
  void useTenantStore().refresh()
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
