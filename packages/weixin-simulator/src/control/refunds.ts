import type { Context } from '../context.ts'
import { endRefund, refundInConsole } from '../domain/refund.ts'
import type { SimulatedRefund } from '../types.ts'
import { requireAddress } from './address.ts'
import { shownRefund } from './shown.ts'

/** A refund that a person makes on the merchant platform. */
export interface ConsoleRefundRequest {
  /** The payment. */
  transactionId: string
  /** Where it is reported; default: the address that `setRefundNotifyUrl` set, else nowhere. */
  notifyUrl?: string
}

/** A refund that was made on the merchant platform. */
export interface ConsoleRefund {
  /** WeChat makes this number up. */
  outRefundNo: string
}

/** The controls of refunds. */
export interface RefundControls {
  /** All refunds, oldest first. */
  refunds(): SimulatedRefund[]
  /**
   * A person refunds all that is left of a payment on the merchant platform, where `notifyUrl` is set: it is reported as XML
   * of API v2, whichever API the order was made with.
   */
  refundInConsole(request: ConsoleRefundRequest): Promise<ConsoleRefund>
  /**
   * The address for notifications of refunds that is set on the merchant platform; null: none. Refunds whose request has no
   * notify_url are reported there, as XML of API v2, whichever API they were requested with.
   */
  setRefundNotifyUrl(url: string | null): Promise<void>
  /** Ends a refund that is PROCESSING or ABNORMAL. */
  endRefund(outRefundNo: string, status: 'SUCCESS' | 'CLOSED' | 'ABNORMAL'): Promise<void>
}

/** Refunds, in a test's or a person's hands. */
export function createRefundControls(context: Context): RefundControls {
  const { state } = context
  return {
    refunds: () => state.refunds.all().map((refund) => shownRefund(refund, state.orders)),
    async setRefundNotifyUrl(url) {
      if (url !== null) requireAddress('url', url)
      state.merchant.refundNotifyUrl = url
      await context.save()
    },
    async refundInConsole({ transactionId, notifyUrl }) {
      if (notifyUrl !== undefined) requireAddress('notifyUrl', notifyUrl)
      const { outRefundNo } = refundInConsole(context, transactionId, notifyUrl)
      await context.save()
      return { outRefundNo }
    },
    async endRefund(outRefundNo, status) {
      const refund = state.refunds.byOutRefundNo(outRefundNo)
      if (!refund) throw new Error(`There is no refund ${outRefundNo}`)
      if (refund.status === 'SUCCESS' || refund.status === 'CLOSED')
        throw new Error(`The refund ${outRefundNo} has ended: ${refund.status}`)
      const form = state.orders.byOutTradeNo(refund.outTradeNo)?.v2 ? 'xml' : 'json'
      endRefund(context, refund, status, { form, source: 'API' })
      await context.save()
    },
  }
}
