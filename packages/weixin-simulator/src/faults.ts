import { retireTicket } from './state/tickets.ts'
import { retireTokens } from './state/tokens.ts'
import type { Quotas } from './state/quotas.ts'
import type { AccountPage, Faults, PayFault, SimulatorOptions, SpoiledDownload } from './types.ts'
import type { Context } from './context.ts'

/** What a test or a person has set: not part of what WeChat remembers, so a restart begins anew. */
export interface Overrides {
  quotas: Quotas
  /** Caller addresses; null: everybody. */
  allowlist: readonly string[] | null
  authorizePage: AccountPage | null
  spoiledDownloads: SpoiledDownload | null
  payFaults: Required<PayFault>[]
}

export const createSwitches = ({ quotas = {}, allowlist }: SimulatorOptions): Overrides => ({
  quotas,
  allowlist: allowlist ?? null,
  authorizePage: null,
  spoiledDownloads: null,
  payFaults: [],
})

export function createFaults(world: Context): Faults {
  const { state, clock, switches } = world
  return {
    failPay({ times = 1, when = 'before', ...fault }) {
      switches.payFaults.push({ times, when, ...fault })
    },
    probe: world.signer.probe,
    async retireTokens() {
      retireTokens(state.tokens)
      await world.save()
    },
    async retireTicket() {
      retireTicket(state.tickets, 'jsapi', clock.now())
      await world.save()
    },
    setQuotas(quotas) {
      switches.quotas = quotas
    },
    setAllowlist(addresses) {
      switches.allowlist = addresses
    },
    showAuthorizePage(number) {
      switches.authorizePage = number
    },
    spoilDownloads(how) {
      switches.spoiledDownloads = how
    },
  }
}
