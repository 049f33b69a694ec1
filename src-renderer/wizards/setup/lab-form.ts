import { computed, type ComputedRef, inject, type InjectionKey, reactive, type ShallowRef, shallowRef } from 'vue'

import type { WizardStep } from '@contract/draft'
import type { Problem } from '@contract/failure'
import { Lab, methodIds } from '@contract/lab'

import { problemsOf, stepOfField } from './lab-rules'

/** One of its own for each time it is wanted: the same field may have got out of view since. */
interface WantedField {
  readonly field: string
}

/** The lab in the making. Text stays as it was typed, whether it fits or not. */
export interface LabForm {
  readonly lab: Lab
  readonly problems: ComputedRef<Problem[]>
  /** What to show at a field: its first problem, once the field was left or Next was pressed; else false. */
  errorAt: (field: string) => string | false
  leave: (field: string) => void
  /** After a row of `users.list` went, the rows behind it are judged anew. */
  forgetRow: (index: number) => void
  /** Shows every problem of a step; answers the field of the first one. */
  check: (step: WizardStep) => string | null
  /** The field to bring into view; a step reads it to unfold rows. */
  readonly wantedField: Readonly<ShallowRef<WantedField | null>>
}

export const labFormKey: InjectionKey<LabForm> = Symbol('lab form')

export function createLabForm(saved: Lab): LabForm {
  const lab = reactive(formLab(saved))
  const problems = computed(() => problemsOf(lab))
  const left = reactive(new Set<string>())
  const checked = reactive(new Set<WizardStep>())
  const wantedField = shallowRef<WantedField | null>(null)

  function errorAt(field: string): string | false {
    if (!left.has(field) && !checked.has(stepOfField(field))) return false
    return problems.value.find((problem) => problem.field === field)?.reason ?? false
  }

  function check(step: WizardStep): string | null {
    checked.add(step)
    const first = problems.value.find((problem) => stepOfField(problem.field) === step)?.field ?? null
    wantedField.value = first === null ? null : { field: first }
    return first
  }

  function forgetRow(index: number): void {
    for (const field of left) {
      const row = /^users\.list\.(\d+)\./.exec(field)?.[1]
      if (row !== undefined && Number(row) >= index) left.delete(field)
    }
  }

  return { lab, problems, errorAt, leave: (field) => void left.add(field), forgetRow, check, wantedField }
}

/** A copy of its own, with every method named: one that is not named is left alone, which is what `keep` says. */
function formLab(saved: Lab): Lab {
  const lab = Lab.parse(saved)
  for (const id of methodIds) lab.sspr.methods[id] ??= 'keep'
  return lab
}

/** The form the wizard provides to its steps. */
export function useLabForm(): LabForm {
  const form = inject(labFormKey)
  if (!form) throw new Error('a step of the set-up wizard stands outside the wizard')
  return form
}

/** The id of the control in which a field is edited, so that Next can focus it. */
export const fieldId = (field: string): string => `field-${field.replaceAll('.', '-')}`
