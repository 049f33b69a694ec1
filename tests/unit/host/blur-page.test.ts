// @vitest-environment jsdom
import { runInNewContext } from 'node:vm'
import { beforeEach, describe, expect, it } from 'vitest'

import { blurPage, blurScript, unblurPage, unblurScript } from '../../../src-main/host/electron/blur-page.ts'

const blurred = (): string[] =>
  [...document.body.querySelectorAll('[data-resetlab-blurred=""]')].map((element) => element.id)
const show = (markup: string): void => {
  document.body.innerHTML = markup
}

beforeEach(() => {
  document.head.innerHTML = ''
  show('')
})

describe('a page before it is photographed', () => {
  it.each([
    ['a code', '<p>Your code is <b id="x">482 913</b></p>'],
    ['a phone number', '<p id="x">We texted +1 (206) 555-0123.</p>'],
    ['a number to match', '<div><span id="x">47</span></div>'],
    ['a secret key in groups', '<p>Secret key: <code id="x">jbsw y3dp ehpk 3pxp</code></p>'],
    ['a secret key in one piece', '<code id="x">JBSWY3DPEHPK3PXPJBSW</code>'],
    ['a code with a box for each digit', '<p id="x"><i>1</i><i>2</i><i>3</i><i>4</i><i>5</i><i>6</i></p>'],
    ['a field', '<label>Password <input id="x" type="password" /></label>'],
    ['a QR code', '<canvas id="x"></canvas>'],
    ['a frame', '<iframe id="x"></iframe>'],
  ])('has %s blurred, and only that', (_what, markup) => {
    show(`<main><h1 id="heading">Get back into your account</h1>${markup}</main>`)
    expect(blurPage(document)).toBe(blurred().length)
    expect(blurred().filter((id) => id !== '')).toEqual(['x'])
  })

  it('keeps readable what the picture is for', () => {
    show(
      '<p>SSPR_0013</p><p>Error AADSTS50126</p><p>Support code 0f5d1c2e-1111-4111-8111-123456789012</p>' +
        '<p>2026-11-21 09:31:30</p><p>balas@lab.onmicrosoft.com</p><input type="checkbox" /><button>Next</button>',
    )
    expect(blurPage(document)).toBe(0)
  })

  it('looks as before once the blur is taken off', () => {
    show('<p>482913</p><input />')
    const before = document.documentElement.outerHTML
    blurPage(document)
    expect(document.documentElement.outerHTML).not.toBe(before)
    unblurPage(document)
    expect(document.documentElement.outerHTML).toBe(before)
  })

  it('is blurred by the script alone, which needs nothing from outside', async () => {
    show('<p id="x">482913</p><script>482913</script>')
    // The text is what the page is given to run.
    const run = (code: string): unknown => runInNewContext(code, { document, setTimeout, requestAnimationFrame })
    expect(await run(blurScript)).toBe(true)
    expect(blurred()).toEqual(['x'])
    expect(run(unblurScript)).toBe(true)
    expect(blurred()).toEqual([])
  })
})
