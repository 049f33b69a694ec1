import { describe, expect, it } from 'vitest'
import { reactive } from 'vue'

import { createLabForm, fieldId } from '../../../../src-renderer/wizards/setup/lab-form.ts'
import { sampleLab } from '../../../support/sample-lab.ts'

describe('the lab form', () => {
  it('keeps silent about a field until it is left', () => {
    const form = createLabForm(sampleLab())
    form.lab.group.displayName = ''
    expect(form.errorAt('group.displayName')).toBe(false)
    form.leave('group.displayName')
    expect(form.errorAt('group.displayName')).toBe('Enter something here.')
  })

  it('shows every problem of a step when it is checked, and leads to the first', () => {
    const form = createLabForm(sampleLab())
    form.lab.users.list.push({ userName: '', displayName: '' })
    form.lab.group.displayName = ''
    expect(form.check('users')).toBe('users.list.1.userName')
    expect(form.errorAt('users.list.1.displayName')).toBe('Enter something here.')
    expect(form.errorAt('group.displayName')).toBe(false)
    expect(form.wantedField.value?.field).toBe('users.list.1.userName')
  })

  it('keeps text that does not fit as it was typed', () => {
    const form = createLabForm(sampleLab())
    form.lab.users.usageLocation = 'U'
    form.check('users')
    expect(form.lab.users.usageLocation).toBe('U')
  })

  it('takes an error back as soon as the text fits', () => {
    const form = createLabForm(sampleLab())
    form.lab.group.displayName = ''
    form.leave('group.displayName')
    form.lab.group.displayName = 'Pilot'
    expect(form.errorAt('group.displayName')).toBe(false)
  })

  it('does not blame the row that moved up when a row goes', () => {
    const form = createLabForm(sampleLab())
    form.lab.users.list.push({ userName: '', displayName: 'First' }, { userName: '', displayName: 'Second' })
    form.leave('users.list.1.userName')
    form.lab.users.list.splice(1, 1)
    form.forgetRow(1)
    expect(form.errorAt('users.list.1.userName')).toBe(false)
  })

  it('edits a copy, and names every method the lab left out as kept', () => {
    const saved = reactive(sampleLab())
    const form = createLabForm(saved)
    form.lab.group.displayName = 'Changed'
    expect(saved.group.displayName).toBe('SSPRTesters')
    expect(form.lab.sspr.methods).toEqual({
      MicrosoftAuthenticator: 'keep',
      SoftwareOath: 'keep',
      Email: 'keep',
      Sms: 'on',
      Voice: 'keep',
    })
  })

  it('makes an id of a field that a page can carry', () => {
    expect(fieldId('users.list.0.userName')).toBe('field-users-list-0-userName')
  })
})
