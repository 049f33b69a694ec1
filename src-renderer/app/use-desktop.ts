import { useToast } from '@nuxt/ui/composables/useToast'
import { nextTick, onMounted, watch } from 'vue'
import { useRouter } from 'vue-router'

import type { Place, Visit } from '@contract/shell'

import { ask } from '../bridge/ask'
import { setNativeSaving } from '../components/save-file'
import { failureText } from '../i18n/contract-texts'
import { t } from '../i18n/i18n'
import { useEvidenceStore } from '../stores/evidence'
import { useSessionStore } from '../stores/session'
import { useVisitStore } from '../stores/visit'

const paths: Record<Place, string> = {
  overview: '/',
  'set-up': '/set-up',
  test: '/test',
  evidence: '/evidence',
  activity: '/activity',
  settings: '/settings',
}

/** What the window does for the desktop app around it; in a browser, nothing. Companion windows are left as they are. */
export function useDesktop(): void {
  if (!window.bridge || location.hash.startsWith('#/companion')) return
  const session = useSessionStore()
  const visits = useVisitStore()
  const evidence = useEvidenceStore()
  const router = useRouter()
  const toast = useToast()

  async function go({ place, file }: Visit): Promise<void> {
    if (file === null) {
      await router.push(paths[place])
      return
    }
    const opened = await evidence.openSent(file.fileName, file.base64)
    if (opened.ok) await router.push({ name: 'evidence', query: { file: opened.value } })
    else
      toast.add({
        color: 'error',
        title: t('app.desktop.notOpened', { file: file.fileName }),
        description: failureText(opened.failure),
      })
  }

  async function saveNatively(fileName: string, base64: string): Promise<void> {
    const reply = await ask('file.save', { fileName, base64 })
    if (!reply.ok)
      toast.add({ color: 'error', title: t('app.desktop.notSaved'), description: failureText(reply.failure) })
    else if (reply.value.path !== null)
      toast.add({ color: 'success', title: t('app.desktop.saved'), description: reply.value.path })
  }

  setNativeSaving(saveNatively)
  onMounted(() => visits.refresh())
  watch(
    [() => visits.waiting, () => session.target],
    async ([visit, target]) => {
      if (visit === null) return
      if (target === null) {
        const what = visit.file?.fileName ?? t(`app.places.${visit.place}`)
        const title = t('app.desktop.opensLater', { what })
        toast.add({ id: 'visit', color: 'info', title })
        return
      }
      // After a sign-in the app goes to the overview first.
      await nextTick()
      const taken = visits.take()
      if (taken) await go(taken)
    },
    { flush: 'post' },
  )
}
