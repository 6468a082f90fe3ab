import type { Logger } from 'pino'
import type { Database } from '../db/store/store.ts'
import type { Environment } from './environment.ts'
import type { TokenGate } from './identity/tokenGate.ts'
import type { Hub } from './live/hub.ts'
import type { ScreenRegistry } from './live/screens/screenRegistry.ts'
import type { Metrics } from './metrics.ts'
import type { Backups } from './upkeep/backups.ts'
import type { Upkeep } from './upkeep/openUpkeep.ts'
import type { Readiness } from './upkeep/readiness.ts'
import type { Soundness } from './upkeep/soundness.ts'
import type { WebhookSender } from './webhooks/webhookSender.ts'
import type { Imports } from './workbook/imports.ts'
import type { Workers } from './workers/workers.ts'

/** What the routes and sockets work with; made once by `serve`, or by a test. */
export interface Services {
  environment: Environment
  store: Database
  hub: Hub
  imports: Imports
  tokens: TokenGate
  webhooks: WebhookSender
  screens: ScreenRegistry
  metrics: Metrics
  workers: Workers
  readiness: Readiness
  backups: Backups
  soundness: Soundness
  prove: Upkeep['prove']
  log: Logger
  /** Name of the build of the pages that this server serves. */
  build: string
}
