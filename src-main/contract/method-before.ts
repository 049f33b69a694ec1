import { z } from 'zod'

const Targets = z.array(z.record(z.string(), z.unknown()))

/** A method configuration as it stood, enough to put it back. Whom it leaves out counts before whom it is for. */
export const MethodBefore = z.object({
  id: z.string(),
  odataType: z.string(),
  state: z.enum(['enabled', 'disabled']),
  includeTargets: Targets,
  /** Empty in files from before it was read. */
  excludeTargets: Targets.default([]),
})
export type MethodBefore = z.infer<typeof MethodBefore>
