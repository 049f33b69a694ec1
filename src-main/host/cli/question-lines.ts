import type { PlanQuestion } from '../../contract/plan.ts'

/** What only a person can say: the candidates, and how the lab file says which one is meant. */
export function questionLines({ name, isPilot, candidates }: PlanQuestion): string[] {
  const [example] = candidates.filter(({ unusable }) => unusable === null)
  const id = example?.groupId ?? '…'
  const answer = isPilot ? `group: { id: ${id}, … }` : `furtherGroups: [{ displayName: ${name}, id: ${id} }]`
  return [
    `Question: ${String(candidates.length)} groups are named ${name}. Which one is meant?`,
    ...candidates.map(({ groupId, members, createdAt, description, unusable }) =>
      [
        `  ${groupId}`,
        members === 1 ? '1 member' : `${String(members)} members`,
        ...(createdAt === null ? [] : [`made ${createdAt}`]),
        ...(description === '' ? [] : [description]),
        ...(unusable === null ? [] : [`cannot be used: ${unusable}`]),
      ].join('  '),
    ),
    `Say so in the lab file, such as: ${answer}`,
  ]
}
