import { retireTicket } from '../state/tickets.ts'
import { retireTokens } from '../state/tokens.ts'
import type { AccountPage, PayFault, Quotas, SimulatedRefund, SpoiledDownload } from '../types.ts'
import type { Context } from '../context.ts'

/** How many answers and notifications carry a wrong signature. */
export interface ProbeCounts {
  /** Responses of WeChat Pay; default 0. */
  responses?: number
  /** Deliveries of notifications; default 0. */
  notifications?: number
}

/** What happens to an account in production, on demand. */
export interface Faults {
  /** Makes calls of WeChat Pay fail; faults that wait already come first. */
  failPay(fault: PayFault): void
  /** The next responses of WeChat Pay, and the next notifications, carry a wrong signature: WECHATPAY/SIGNTEST/… */
  probe(counts: ProbeCounts): void
  /** WeChat refuses every access_token given out so far (40001), as after another server fetched its own. */
  retireTokens(): Promise<void>
  /** The jsapi_ticket is replaced: page signatures made with the old one are refused, getticket gives the new one. */
  retireTicket(): Promise<void>
  /** Replaces the option `quotas`; the calls of this day and minute count. */
  setQuotas(quotas: Quotas): void
  /** Replaces the option `allowlist`; null: everybody. */
  setAllowlist(addresses: readonly string[] | null): void
  /**
   * Every authorize link leads to this error page until null is set: the account is banned (10004) or lacks the
   * scope (10005), it is a sandbox account that the user must follow first (10006), or it is asked too often (10009).
   */
  showAuthorizePage(page: AccountPage | null): void
  /** The next `count` sign-ins open a snapshot page (快照页), whose user is a virtual one. */
  openSnapshots(count: number): void
  /** Spoils every download of a bill until null is set. */
  spoilDownloads(how: SpoiledDownload | null): void
  /** How refunds end as soon as they are accepted; PROCESSING: they wait for `endRefund`. */
  setRefundEnd(status: SimulatedRefund['status']): void
  /** The merchant's balance at WeChat Pay, in fen; null: it never runs dry, as in a new simulator. */
  setMerchantBalance(balance: number | null): void
  /** WeChat's clock is this many seconds ahead of the server's, in all timestamps that are signed. */
  skewClock(seconds: number): void
  /** Nothing goes wrong any more; what happened stays. */
  clear(): void
}

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
