import type { Lab } from '@contract/lab'
import type { PlanQuestion } from '@contract/plan'

/** The lab with the answer in it: which group of several is meant. */
export function answered(lab: Lab, { name, isPilot }: PlanQuestion, groupId: string): Lab {
  if (isPilot) return { ...lab, group: { ...lab.group, id: groupId } }
  const others = (lab.furtherGroups ?? []).filter(({ displayName }) => displayName.toLowerCase() !== name.toLowerCase())
  return { ...lab, furtherGroups: [...others, { displayName: name, id: groupId }] }
}
