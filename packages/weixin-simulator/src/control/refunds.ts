import type { Context } from '../context.ts'
import { endRefund, refundInConsole } from '../domain/refund.ts'
import type { SimulatedRefund } from '../types.ts'
import { shownRefund } from './shown.ts'

/** A refund that a person makes on the merchant platform. */
export interface ConsoleRefundRequest {
  /** The payment. */
  transactionId: string
  /** The address that is set on the merchant platform. */
  notifyUrl: string
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
  /** Ends a refund that is PROCESSING or ABNORMAL. */
  endRefund(outRefundNo: string, status: 'SUCCESS' | 'CLOSED' | 'ABNORMAL'): Promise<void>
}

/** Refunds, in a test's or a person's hands. */
export function createRefundControls(context: Context): RefundControls {
  const { state } = context
  return {
    refunds: () => state.refunds.all().map((refund) => shownRefund(refund, state.orders)),
    async refundInConsole({ transactionId, notifyUrl }) {
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
