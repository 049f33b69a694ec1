import type { Component } from 'vue'
import { createRouter, createWebHashHistory, type Router } from 'vue-router'

import { loadTexts } from '../i18n/i18n'
import type { useSessionStore } from '../stores/session'
import StartPage from '../start/StartPage.vue'

/** A page that comes with the texts of the rooms. */
const room = (load: () => Promise<{ default: Component }>) => async (): Promise<Component> => {
  const [page] = await Promise.all([load(), loadTexts()])
  return page.default
}

/** One page a place in the rail; who is not signed in is always at the start. */
export function createAppRouter(session: () => ReturnType<typeof useSessionStore>): Router {
  const router = createRouter({
    history: createWebHashHistory(),
    routes: [
      { path: '/start', name: 'start', component: StartPage },
      { path: '/another-tenant', name: 'another-tenant', component: StartPage },
      { path: '/', name: 'overview', component: room(() => import('../overview/OverviewPage.vue')) },
      { path: '/set-up', name: 'set-up', component: room(() => import('../wizards/setup/SetupPage.vue')) },
      { path: '/test', name: 'test', component: room(() => import('../checklist/TestPage.vue')) },
      { path: '/companion', name: 'companion', component: room(() => import('../checklist/CompanionPage.vue')) },
      { path: '/evidence', name: 'evidence', component: room(() => import('../evidence/EvidencePage.vue')) },
      { path: '/activity', name: 'activity', component: room(() => import('../activity/ActivityPage.vue')) },
      { path: '/settings', name: 'settings', component: room(() => import('./SettingsPlace.vue')) },
      { path: '/:elsewhere(.*)*', redirect: '/' },
    ],
  })
  router.beforeEach(async (to) => {
    const store = session()
    if (!store.isKnown) await store.refresh()
    const isIn = store.session.state === 'signed-in'
    // What was sent can be looked at even when nobody got in.
    if (!isIn && to.name !== 'start' && to.name !== 'activity') return { name: 'start' }
    if (isIn && to.name === 'start') return { name: 'overview' }
    return true
  })
  return router
}
