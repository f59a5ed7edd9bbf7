import type { DomainContext } from './domain/context.ts'
import type { AccountPage, PayFault, Quotas, SimulatorOptions, SpoiledDownload } from './types.ts'

/** What a test or a person has set: not part of what WeChat remembers, so a restart begins anew. */
export interface Overrides {
  quotas: Quotas
  /** Caller addresses; null: everybody. */
  allowlist: readonly string[] | null
  authorizePage: AccountPage | null
  spoiledDownloads: SpoiledDownload | null
  payFaults: Required<PayFault>[]
  refundEnd: DomainContext['overrides']['refundEnd']
  /** How many of the next sign-ins open a snapshot page. */
  snapshots: number
}

/** What the options set; nothing goes wrong yet. */
export const createOverrides = ({ quotas = {}, allowlist }: SimulatorOptions): Overrides => ({
  quotas,
  allowlist: allowlist ?? null,
  authorizePage: null,
  spoiledDownloads: null,
  payFaults: [],
  refundEnd: 'SUCCESS',
  snapshots: 0,
})
