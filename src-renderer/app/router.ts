import { createRouter, createWebHashHistory, type Router } from 'vue-router'

import type { useSessionStore } from '../stores/session'
import StartPage from '../start/StartPage.vue'

/** One page a place in the rail; who is not signed in is always at the start. */
export function createAppRouter(session: () => ReturnType<typeof useSessionStore>): Router {
  const router = createRouter({
    history: createWebHashHistory(),
    routes: [
      { path: '/start', name: 'start', component: StartPage },
      { path: '/another-tenant', name: 'another-tenant', component: StartPage },
      { path: '/', name: 'overview', component: () => import('../overview/OverviewPage.vue') },
      { path: '/set-up', name: 'set-up', component: () => import('../wizards/setup/SetupPage.vue') },
      { path: '/test', name: 'test', component: () => import('../checklist/TestPage.vue') },
      { path: '/companion', name: 'companion', component: () => import('../checklist/CompanionPage.vue') },
      { path: '/evidence', name: 'evidence', component: () => import('../evidence/EvidencePage.vue') },
      { path: '/activity', name: 'activity', component: () => import('../activity/ActivityPage.vue') },
      { path: '/settings', name: 'settings', component: () => import('./SettingsPlace.vue') },
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
