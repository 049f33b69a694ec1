import { runInNewContext } from 'node:vm'

import { describe, expect, it } from 'vitest'

import { closingPage } from '../../../src-main/signin/closing-page.ts'

/** What is left on the page once a browser of these languages has run its script. */
function shownBy(languages: string[], page: string): { lang: string; title: string; text: string } {
  const heading = { textContent: '' }
  const paragraph = { textContent: '' }
  const document = {
    documentElement: { lang: 'en' },
    title: '',
    querySelector: (name: string) => (name === 'h1' ? heading : paragraph),
  }
  const script = /<script>(.*)<\/script>/s.exec(page)?.[1] ?? ''
  runInNewContext(script, { document, navigator: { languages } })
  expect(document.title).toBe(heading.textContent)
  return { lang: document.documentElement.lang, title: document.title, text: paragraph.textContent }
}

describe('the page after the sign-in', () => {
  it.each([
    [['de-AT', 'en'], 'de', 'Sie sind angemeldet'],
    [['fr', 'en-GB', 'de'], 'en', 'You are signed in'],
    [['zh-Hans-CN'], 'en', 'You are signed in'],
  ])('speaks as a browser of %j does, where nothing else was chosen', (languages, lang, title) => {
    expect(shownBy(languages, closingPage('done', 'system'))).toMatchObject({ lang, title })
  })

  it('says where the reason stands when it did not finish', () => {
    expect(shownBy(['de'], closingPage('unfinished', 'system')).text).toContain('Dort steht, warum.')
  })

  it('is in the language that was chosen, without a script', () => {
    const page = closingPage('done', 'de')
    expect(page).toContain('<html lang="de">')
    expect(page).toContain('<h1>Sie sind angemeldet</h1>')
    expect(page).not.toContain('<script')
    expect(closingPage('unfinished', 'en')).toContain('<h1>The sign-in did not finish</h1>')
  })
})
