import type { Practice } from '../context.ts'
import type { FaultBox } from '../faults/fault-box.ts'
import type { Inspector } from '../inspector/inspector.ts'
import type { MintBox } from '../signin/token-mint.ts'
import type { Site } from '../site.ts'
import type { World } from '../world.ts'

export interface ControlParts {
  world: World
  mints: MintBox
  inspector: Inspector
  faults: FaultBox
  siteOf: (practice: Practice) => Site
}
