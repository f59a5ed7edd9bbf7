import type { DomainContext } from './domain/context.ts'
import type { Log } from './log.ts'
import type { Deliveries } from './notifications/deliveries.ts'
import type { Signer } from './notifications/signer.ts'
import type { Overrides } from './overrides.ts'
import type { PhoneSettings } from './phone/settings.ts'

/** What every part of the simulated WeChat shares. */
export interface Context extends DomainContext {
  log: Log
  deliveries: Deliveries
  overrides: Overrides
  signer: Signer
  /** What is set on the simulated phone: the page under test, registered addresses, answers of the JS-SDK, open sheets. */
  phone: PhoneSettings
  /** Our own address; known once we listen. */
  url: string
  /** Resolves when the present state is on the disk. */
  save(): Promise<void>
}
