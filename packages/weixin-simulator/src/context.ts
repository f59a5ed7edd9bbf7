import type { Clock } from './clock.ts'
import type { Overrides } from './faults.ts'
import type { Log } from './log.ts'
import type { Deliveries } from './notifications/deliveries.ts'
import type { Signer } from './pay/signer.ts'
import type { State } from './state/state.ts'
import type { PhoneSettings } from './phone/settings.ts'
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
  /** What is set on the simulated phone: the page under test, registered addresses, answers of the JS-SDK, open sheets. */
  phone: PhoneSettings
  /** Our own address; known once we listen. */
  url: string
  /** Resolves when the present state is kept. */
  save(): Promise<void>
}
