import { retireTicket } from '../state/tickets.ts'
import { retireTokens } from '../state/tokens.ts'
import type { Faults } from './types.ts'
import type { Context } from '../context.ts'

/** What a test or a person may make go wrong. */
export function createFaults(context: Context): Faults {
  const { state, clock, overrides } = context
  const initial = structuredClone(overrides)
  return {
    failPay({ times = 1, when = 'before', ...fault }) {
      overrides.payFaults.push({ times, when, ...fault })
    },
    probe: context.signer.probe,
    async retireTokens() {
      retireTokens(state.tokens)
      await context.save()
    },
    async retireTicket() {
      retireTicket(state.tickets, 'jsapi', clock.now(), context.random)
      await context.save()
    },
    setQuotas(quotas) {
      overrides.quotas = quotas
    },
    setAllowlist(addresses) {
      overrides.allowlist = addresses
    },
    showAuthorizePage(page) {
      overrides.authorizePage = page
    },
    openSnapshots(count) {
      overrides.snapshots = count
    },
    spoilDownloads(how) {
      overrides.spoiledDownloads = how
    },
    setRefundEnd(status) {
      overrides.refundEnd = status
    },
    setMerchantBalance(balance) {
      state.merchant.balance = balance
    },
    skewClock: (seconds) => clock.skew(seconds * 1000),
    clear() {
      Object.assign(overrides, structuredClone(initial))
      context.signer.probe({})
      context.phone.sheets.disarm()
      context.deliveries.clearPlans()
      context.phone.outcomes.clear()
      state.merchant.balance = null
      clock.skew(0)
    },
  }
}
