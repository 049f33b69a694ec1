import type { MarkedObject } from '@contract/guard'
import type { RunSummary } from '@contract/run'

import { t } from '../../i18n/i18n'

/** A marked object beside the run it belongs to, where that is kept on this computer. */
export interface LeftObject extends MarkedObject {
  readonly run: RunSummary | null
}

const placeOf = (found: { readonly at: number } | null): number => found?.at ?? Number.MAX_SAFE_INTEGER

/** Sorted by run, the newest one first and unknown ones last, then groups before users, then by name. */
export function leftObjects(objects: readonly MarkedObject[], runs: readonly RunSummary[]): LeftObject[] {
  const known = new Map(runs.map((run, at) => [run.runId.toLowerCase(), { run, at }]))
  const placed = objects.map((object) => ({ object, found: known.get(object.runId ?? '') ?? null }))
  return placed
    .sort(
      (one, other) =>
        placeOf(one.found) - placeOf(other.found) ||
        Number(one.object.runId === null) - Number(other.object.runId === null) ||
        (one.object.runId ?? '').localeCompare(other.object.runId ?? '') ||
        one.object.type.localeCompare(other.object.type) ||
        one.object.name.localeCompare(other.object.name),
    )
    .map(({ object, found }) => ({ ...object, run: found?.run ?? null }))
}

/** One line for each object: kind, name, object id, and the run its mark names. */
export const leftText = (objects: readonly LeftObject[]): string =>
  objects
    .map(({ type, name, id, runId }) =>
      [t(`run.left.copiedKind.${type}`), name, id, runId ?? t('run.left.copiedRunUnknown')].join('\t'),
    )
    .join('\n')
