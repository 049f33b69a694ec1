import type { Handlers } from '../serve-calls.ts'
import { listBuiltInLabs, loadBuiltInLab, readLab, writeLab } from '../../storage/lab-file.ts'
import type { Desk } from './desk.ts'

type LabHandlers = Pick<
  Handlers,
  'lab.list' | 'lab.load' | 'lab.read' | 'lab.write' | 'draft.get' | 'draft.put' | 'app.about'
>

/** Labs that ship with the app, lab files, and the draft. */
export function labHandlers(desk: Desk): LabHandlers {
  const { labsDir, draft, home, appVersion } = desk.workspace
  return {
    'app.about': () => Promise.resolve({ version: appVersion, host: desk.hostKind, home }),
    'lab.list': () => listBuiltInLabs(labsDir),
    'lab.load': ({ id }) => loadBuiltInLab(labsDir, id),
    'lab.read': async ({ fileName, text }) => Promise.resolve(readLab(text, fileName)),
    'lab.write': ({ lab }) => Promise.resolve({ fileName: `${lab.id}.yaml`, text: writeLab(lab) }),
    'draft.get': () => draft.read(),
    'draft.put': (given) => draft.write(given),
  }
}
