import type { Refund } from '../orders.ts'
import type { Gateway } from '../remote/gateway.ts'
import { checkOutRefundNo, checkRefund } from './check-refund.ts'
import type { RefundRequest } from './refund-request.ts'

/** Refunds of payments. */
export interface Refunds {
  /**
   * Refunds a payment, whole or in part; the same `outRefundNo` with the same amounts again is the same refund. It
   * resolves once WeChat accepted the refund, as a rule with `PROCESSING`: `orders.onRefunded` runs at its end. Throws
   * `refund-invalid`, naming the field; `refund-refused` when WeChat does not make it, for instance because it is more
   * than is left; and what every call throws.
   */
  create(request: RefundRequest): Promise<Refund>
  /**
   * How a refund stands, by a verified response. Throws `refund-invalid` for a number that no refund can have, and
   * `refund-unknown`, from which nothing final follows.
   */
  find(outRefundNo: string): Promise<Refund>
}

export function createRefunds(gateway: Pick<Gateway, 'refund' | 'queryRefund'>): Refunds {
  return {
    async create(request) {
      checkRefund(request)
      return gateway.refund(request)
    },
    async find(outRefundNo) {
      checkOutRefundNo(outRefundNo)
      return gateway.queryRefund(outRefundNo)
    },
  }
}
