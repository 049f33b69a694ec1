import type { Ref } from 'vue'

import type { Reply } from '@contract/failure'
import type { Recording, StepId } from '@contract/recording'

import { ask } from '../bridge/ask'

/** Sends a question about the recording, and keeps the answer; false when it failed. */
type Send = (question: Promise<Reply<Recording>>) => Promise<boolean>

/** What a person does with a step of the recording at hand. False without one, too. */
export function stepCalls(recording: Readonly<Ref<Recording | null>>, send: Send) {
  const inStep = async (stepId: StepId, call: (step: Step) => Promise<Reply<Recording>>): Promise<boolean> =>
    recording.value ? send(call({ recordingId: recording.value.recordingId, stepId })) : false

  return {
    openStep: (stepId: StepId) => inStep(stepId, (step) => ask('recording.openStep', step)),
    look: (stepId: StepId) => inStep(stepId, (step) => ask('recording.look', step)),
    repeatStep: (stepId: StepId) => inStep(stepId, (step) => ask('recording.repeatStep', step)),
    skipStep: (stepId: StepId, reason: string) =>
      inStep(stepId, (step) => ask('recording.skipStep', { ...step, reason })),
    addNote: (stepId: StepId, text: string) => inStep(stepId, (step) => ask('recording.note', { ...step, text })),
    attest: (stepId: StepId, claimId: string, text: string) =>
      inStep(stepId, (step) => ask('recording.attest', { ...step, claimId, text })),
    attach: (stepId: StepId, name: string, base64: string) =>
      inStep(stepId, (step) => ask('recording.attach', { ...step, name, base64 })),
    /** The bytes of a picture in base64, or null when they are gone. */
    async picture(sha256: string): Promise<string | null> {
      if (!recording.value) return null
      const reply = await ask('recording.picture', { recordingId: recording.value.recordingId, sha256 })
      return reply.ok ? reply.value.base64 : null
    },
  }
}

type Step = Pick<Recording, 'recordingId'> & { readonly stepId: StepId }
