import { DOMWrapper, enableAutoUnmount, flushPromises, mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { h } from 'vue'
import { createMemoryHistory, createRouter, RouterView } from 'vue-router'

import type { Report } from '../../../../src-main/contract/report.ts'
import { setBridge } from '../../../../src-renderer/bridge/bridge'
import { aboutLine } from '../../../../src-renderer/evidence/chosen-line'
import { compareClaims, compareFacts, isSame } from '../../../../src-renderer/evidence/compare-reports'
import EvidencePage from '../../../../src-renderer/evidence/EvidencePage.vue'
import { useEvidenceStore } from '../../../../src-renderer/stores/evidence'
import { FakeBridge, ok } from '../../../support/fake-bridge'
import { samplePicture } from '../../../support/sample-evidence'
import { refused } from '../../../support/show-in-window'
import { reportOf } from '../../../support/sample-report'

const report = reportOf()
const altered: Report = {
  ...report,
  evidenceId: '99999999-1111-4111-8111-111111111111',
  testUser: 'anna@lab.onmicrosoft.com',
  check: { ...report.check, integrity: 'altered', detail: 'Altered: event 2 was altered.' },
  steps: report.steps.map((step) => ({
    ...step,
    claims: step.claims.map((claim) => ({ ...claim, verdict: 'proven' })),
  })),
}

const summary = (of: Report) => ({
  evidenceId: of.evidenceId,
  fileName: 'a.resetlab',
  labTitle: of.labTitle,
  domain: of.domain,
  targetKind: of.targetKind,
  testUser: of.testUser,
  startedAt: of.startedAt,
  finishedAt: of.finishedAt,
  proven: of.proven,
  claims: of.claims,
  integrity: of.check.integrity,
})

const scripted = {
  'evidence.list': () => ok([summary(report), summary(altered)]),
  'evidence.open': (ask: unknown) => ok(JSON.stringify(ask).includes(altered.evidenceId) ? altered : report),
}

enableAutoUnmount(afterEach)
beforeEach(() => {
  setActivePinia(createPinia())
})

async function open(path: string, bridge = new FakeBridge(scripted)): Promise<DOMWrapper<HTMLElement>> {
  setBridge(bridge)
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: '/evidence', name: 'evidence', component: { render: () => h(EvidencePage) } },
      { path: '/test', component: { render: () => null } },
    ],
  })
  await router.push(path)
  mount(RouterView, { global: { plugins: [router] }, attachTo: document.body })
  await flushPromises()
  return new DOMWrapper(document.body)
}

describe('the viewer of a recording', () => {
  const path = `/evidence?file=${report.evidenceId}`

  it('shows every event on the lane of who speaks, and every claim', async () => {
    const view = await open(path)
    // The log was read, which is one point, and what it showed happened before that, which is another.
    expect(view.findAll('[role=option]')).toHaveLength(report.trail.length + 1)
    const happened = view.get('[aria-label="Audit log"] [role=option]')
    expect(happened.attributes('aria-label')).toContain('Happened, as the log shows.')
    const left = (point: Pick<DOMWrapper<Element>, 'attributes'>): number =>
      parseFloat(point.attributes('style')?.replace('left: ', '') ?? '')
    const read = view.get('[aria-label="Graph"]').findAll('[role=option]').at(-1)
    expect(read && left(read)).toBeGreaterThan(left(happened))
    expect(view.text()).toContain(`1 of ${String(report.claims)} claims proven`)
    expect(view.text()).toContain('12 open.')
    expect(view.text()).not.toContain('Waiting for you')
  })

  it('leaves only what belongs to the event that is chosen, by mouse and by key', async () => {
    const view = await open(path)
    await view.get('[aria-label="Audit log"] [role=option]').trigger('click')
    expect(view.findAll('tbody tr')).toHaveLength(1)
    expect(view.text()).toContain('the reset was blocked')
    expect(view.text()).not.toContain('the group has 1 member')
    expect(view.findAll('[aria-selected=true]')).toHaveLength(2)
    await view.get('[role=listbox]').trigger('keydown', { key: 'ArrowRight' })
    expect(view.get('[aria-selected=true]').attributes('aria-label')).toContain('is in SSPRTesters')
    await view.get('[role=listbox]').trigger('keydown', { key: 'ArrowLeft' })
    expect(view.findAll('[aria-selected=true]')).toHaveLength(2)
    await view.get('[role=listbox]').trigger('keydown', { key: 'Escape' })
    expect(view.findAll('tbody tr')).toHaveLength(report.trail.length)
  })

  it('says what is left to do and what became of the others, and shows the pictures', async () => {
    const bridge = new FakeBridge({
      ...scripted,
      'evidence.picture': () => ok({ base64: samplePicture.toString('base64') }),
    })
    const view = await open(path, bridge)
    const [action] = report.actions
    expect(view.get('[aria-labelledby=actions-title]').text()).toContain(action?.what ?? 'no action')
    expect(view.text()).toContain('1 contradicted')
    expect(view.get('img').attributes('src')).toBe(`data:image/png;base64,${samplePicture.toString('base64')}`)
  })

  it('says first of an altered file that it proves nothing any more', async () => {
    const view = await open(`/evidence?file=${altered.evidenceId}`)
    expect(view.text()).toContain('Altered: event 2 was altered.')
    expect(view.text()).toContain('It proves nothing any more.')
  })

  it('sets two recordings side by side', async () => {
    const view = await open(`${path}&with=${altered.evidenceId}`)
    expect(view.text()).toContain('lines differ')
    expect(view.text()).toContain('anna@lab.onmicrosoft.com')
    expect(view.text()).not.toContain('is in SSPRTesters')
  })

  it('draws the first of thousands of events, more when asked for, and finds them', async () => {
    const [line] = report.trail
    if (!line) throw new Error('the sample has no trail')
    const trail = Array.from({ length: 900 }, (_, at) => ({ ...line, seq: at, what: `Looked ${String(at)}` }))
    const view = await open(path, new FakeBridge({ ...scripted, 'evidence.open': () => ok({ ...report, trail }) }))
    const rows = () => view.get('[role=region] table tbody').findAll('tr')
    expect(rows()).toHaveLength(200)
    await view
      .findAll('button')
      .find((one) => one.text() === 'Show 200 of 700 more events')
      ?.trigger('click')
    expect(rows()).toHaveLength(400)
    await view.get('input[type=search]').setValue('looked 899')
    expect(rows().map((one) => one.text())).toEqual([expect.stringContaining('Looked 899')])
  })

  it('says under a heading why a file cannot be opened, and opens it then', async () => {
    let isBroken = true
    const answers = { ...scripted, 'evidence.open': () => (isBroken ? refused : ok(report)) }
    const view = await open(path, new FakeBridge(answers))
    expect(view.get('h1').text()).toBe('Evidence')
    expect(view.findAll('[role=alert]')).toHaveLength(1)
    isBroken = false
    await view.get('[role=alert]').findAll('button').at(-1)?.trigger('click')
    await flushPromises()
    expect(view.find('[role=alert]').exists()).toBe(false)
    expect(view.findAll('h1').map((one) => one.text())).toEqual([report.labTitle])
  })

  it('goes back to the list when a sent file is not at hand any more', async () => {
    const view = await open('/evidence?file=sent-1')
    expect(view.get('h1').text()).toBe('Evidence')
  })
})

describe('the list of files', () => {
  it('draws a hundred of many, more when they are asked for, and finds them by what they say', async () => {
    const files = Array.from({ length: 350 }, (_, at) => ({
      ...summary(report),
      evidenceId: `99999999-1111-4111-8111-${String(at).padStart(12, '0')}`,
      testUser: `seat${String(at)}@lab.onmicrosoft.com`,
    }))
    const view = await open('/evidence', new FakeBridge({ ...scripted, 'evidence.list': () => ok(files) }))
    const rows = () => view.get('ul[aria-label="Evidence files"]').findAll('li')
    const drawn = () => rows().filter((one) => one.text().includes('seat'))
    expect(drawn()).toHaveLength(100)
    await view
      .findAll('button')
      .find((one) => one.text() === 'Show 100 of 250 more files')
      ?.trigger('click')
    expect(drawn()).toHaveLength(200)
    await view.get('input[aria-label="Find in: Evidence files"]').setValue('seat349@')
    expect(drawn()).toHaveLength(1)
  })
})

describe('checking a file someone sent', () => {
  async function choose(view: DOMWrapper<HTMLElement>): Promise<void> {
    const input = view.get<HTMLInputElement>('input[type=file]')
    Object.defineProperty(input.element, 'files', { value: [new File(['x'], 'sent.resetlab')], configurable: true })
    await input.trigger('change')
    await flushPromises()
    await flushPromises()
  }

  it('says whether the class code is right, and asks again when another is given', async () => {
    const bridge = new FakeBridge({
      ...scripted,
      'evidence.check': (ask: unknown) =>
        ok({ ...report.check, sealedHere: false, classCode: JSON.stringify(ask).includes('blue') ? 'right' : 'wrong' }),
    })
    const view = await open('/evidence', bridge)
    const code = view.get('input[maxlength="120"]')
    await code.setValue('red')
    await choose(view)
    expect(view.get('[role=status]').text()).toContain('The class code is wrong')
    expect(view.get('[role=status]').text()).toContain('Sealed by another installation')
    await code.setValue('blue')
    await code.trigger('change')
    await flushPromises()
    expect(view.get('[role=status]').text()).toContain('The class code is right.')
  })

  it('opens it to be looked at, to be compared, and to make reports of', async () => {
    const bridge = new FakeBridge({
      ...scripted,
      'evidence.check': () => ok(report.check),
    })
    const view = await open('/evidence', bridge)
    await choose(view)
    await view
      .findAll('button')
      .find((one) => one.text() === 'Look inside')
      ?.trigger('click')
    await flushPromises()
    expect(view.get('h1').text()).toBe('Sample')
    expect(view.text()).toContain('Download the report')
    const store = useEvidenceStore()
    expect(store.sourceOf('sent-1')).toEqual({ fileName: 'sent.resetlab', base64: 'eA==' })
    expect(store.sourceOf('sent-2')).toBeNull()
    expect(await store.openSent('other.resetlab', 'eQ==')).toEqual(ok('sent-2'))
    expect((await open('/evidence?file=sent-1&with=sent-2', bridge)).text()).toContain('Nothing differs.')
  })
})

describe('what is compared', () => {
  it('is the same of the same, and has every claim of either', () => {
    expect(compareFacts(report, report).every(isSame)).toBe(true)
    expect(compareClaims(report, report).every(isSame)).toBe(true)
    const shorter = { ...report, steps: report.steps.slice(1) }
    const [first] = report.steps
    const missing = compareClaims(shorter, report).filter(({ one }) => one === null)
    expect(missing).toHaveLength(first?.claims.length ?? 0)
  })

  it('is everything while nothing of a step is chosen', () => {
    expect(aboutLine(report, null).trail).toHaveLength(report.trail.length)
    expect(aboutLine(report, report.trail[0] ?? null).trail).toHaveLength(report.trail.length)
  })
})
