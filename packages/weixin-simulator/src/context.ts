import type { Clock } from './clock.ts'
import type { Overrides } from './faults.ts'
import type { Log } from './log.ts'
import type { Deliveries } from './notifications/deliveries.ts'
import type { Signer } from './pay/signer.ts'
import type { State } from './state/state.ts'
import type { SubMerchant } from './types.ts'

/** What every part of the simulated WeChat shares. */
export interface Context {
  state: State
  clock: Clock
  log: Log
  deliveries: Deliveries
  switches: Overrides
  signer: Signer
  subMerchants: readonly SubMerchant[]
  /** Our own address; known once we listen. */
  url: string
  /** Resolves when the present state is kept. */
  save(): Promise<void>
}
