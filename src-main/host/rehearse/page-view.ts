import { type HTMLElement, parse } from 'node-html-parser'

import { PlayerError } from './player-error.ts'

const tidy = (text: string): string => text.replace(/\s+/g, ' ').trim()
const textOf = (element: HTMLElement | null | undefined): string => tidy(element?.textContent ?? '')

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()

/** What a form would send: names and values. */
export type FormValues = Map<string, string>

/** A form as a person sees it: labels, choices, buttons. */
export class FormView {
  readonly page: PageView
  readonly element: HTMLElement
  readonly values: FormValues = new Map()
  private pressedAction: string | undefined

  constructor(page: PageView, element: HTMLElement) {
    this.page = page
    this.element = element
    for (const input of element.querySelectorAll('input')) {
      const type = input.getAttribute('type') ?? 'text'
      const isChosen = (type !== 'radio' && type !== 'checkbox') || input.hasAttribute('checked')
      const name = input.getAttribute('name')
      if (name !== undefined && isChosen) this.values.set(name, input.getAttribute('value') ?? '')
    }
    for (const select of element.querySelectorAll('select')) {
      const options = select.querySelectorAll('option')
      const chosen = options.find((option) => option.hasAttribute('selected')) ?? options[0]
      this.values.set(select.getAttribute('name') ?? '', chosen?.getAttribute('value') ?? '')
    }
  }

  get action(): string {
    return new URL(this.pressedAction ?? this.element.getAttribute('action') ?? '', this.page.url).href
  }

  /** Types into the field with this label. */
  fill(label: string, value: string): this {
    const found = this.element.querySelectorAll('label').find((candidate) => same(textOf(candidate), label))
    const field = found && this.element.querySelector(`#${found.getAttribute('for') ?? ''}`)
    const name = field?.getAttribute('name')
    if (name === undefined) throw this.page.unexpected(`looking for the field "${label}"`)
    this.values.set(name, value)
    return this
  }

  /** Chooses the radio button with this label (its small print aside). */
  choose(label: string): this {
    const found = this.radios().find(({ text }) => same(text, label))
    if (!found) throw this.page.unexpected(`looking for the choice "${label}"`)
    this.values.set(found.name, found.value)
    return this
  }

  /** Ticks the box with this label. */
  tick(label: string): this {
    const found = this.element.querySelectorAll('label').find((candidate) => same(textOf(candidate), label))
    const box = found?.querySelector('input[type=checkbox]')
    const name = box?.getAttribute('name')
    if (name === undefined) throw this.page.unexpected(`looking for the box "${label}"`)
    this.values.set(name, box?.getAttribute('value') ?? 'on')
    return this
  }

  /** Chooses within the group of radio buttons under this legend. */
  chooseIn(legend: string, label: string): this {
    const group = this.element
      .querySelectorAll('fieldset')
      .find((fieldset) => same(textOf(fieldset.querySelector('legend')), legend))
    const found = group && radiosOf(group).find(({ text }) => same(text, label))
    if (!found) throw this.page.unexpected(`looking for "${label}" under "${legend}"`)
    this.values.set(found.name, found.value)
    return this
  }

  /** Texts of the radio buttons, in order. */
  choiceTexts(): string[] {
    return this.radios().map(({ text }) => text)
  }

  /** Presses a button by its text; one that carries a name sends it. Without a text, the first one. */
  press(text?: string): this {
    const buttons = this.element.querySelectorAll('button')
    const button = text === undefined ? buttons[0] : buttons.find((candidate) => same(textOf(candidate), text))
    if (!button) throw this.page.unexpected(`looking for the button "${text ?? 'any'}"`)
    const name = button.getAttribute('name')
    if (name !== undefined) this.values.set(name, button.getAttribute('value') ?? '')
    this.pressedAction = button.getAttribute('formaction')
    return this
  }

  private radios(): { text: string; name: string; value: string }[] {
    return radiosOf(this.element)
  }
}

function radiosOf(element: HTMLElement): { text: string; name: string; value: string }[] {
  return element.querySelectorAll('label').flatMap((label) => {
    const input = label.querySelector('input[type=radio]')
    const name = input?.getAttribute('name')
    if (!input || name === undefined) return []
    const smallPrint = label.querySelector('small')?.textContent ?? ''
    const text = tidy(label.textContent.replace(smallPrint, ''))
    return [{ text, name, value: input.getAttribute('value') ?? '' }]
  })
}

/** One page as it came, with its address. */
export class PageView {
  readonly url: string
  readonly status: number
  readonly root: HTMLElement

  constructor(url: string, status: number, markup: string) {
    this.url = url
    this.status = status
    this.root = parse(markup)
  }

  get title(): string {
    return textOf(this.root.querySelector('h1')) || textOf(this.root.querySelector('title'))
  }

  /** Everything announced as an error. */
  get errorText(): string {
    return this.texts('[role=alert]')
  }

  get goodText(): string {
    return textOf(this.root.querySelector('.good-notice'))
  }

  text(selector: string): string {
    return textOf(this.root.querySelector(selector))
  }

  /** The value beside a term of a description list. */
  definition(term: string): string {
    const found = this.root.querySelectorAll('dt').find((element) => same(textOf(element), term))
    return textOf(found?.nextElementSibling)
  }

  /** What the authenticator app of this person shows on "Phone & inbox"; null without an app. */
  phoneCode(upn: string): string | null {
    const cards = this.root.querySelectorAll('.phone-cards li')
    const card = cards.find((candidate) => textOf(candidate.querySelector('.stamp')) === upn)
    return textOf(card?.querySelector('.phone-code')) || null
  }

  /** The form with this id, when the page has it. */
  findForm(id: string): FormView | null {
    const element = this.root.querySelector(`form#${id}`)
    return element ? new FormView(this, element) : null
  }

  form(id: string): FormView {
    const found = this.findForm(id)
    if (!found) throw this.unexpected(`looking for the form "${id}"`)
    return found
  }

  /** Address of the link with this text. */
  link(text: string): string {
    const found = this.root.querySelectorAll('a').find((anchor) => same(textOf(anchor), text))
    const href = found?.getAttribute('href')
    if (href === undefined) throw this.unexpected(`looking for the link "${text}"`)
    return new URL(href, this.url).href
  }

  /** An error with what the page says for itself: its errors, else its notices, else its first paragraph. */
  unexpected(doing: string): PlayerError {
    return new PlayerError(doing, this.title, this.errorText || this.texts('.notice') || this.text('main p'))
  }

  private texts(selector: string): string {
    return tidy(
      this.root
        .querySelectorAll(selector)
        .map((element) => textOf(element))
        .join(' '),
    )
  }
}
