import type { Gateway, PrepayRequest } from '../remote/gateway.ts'
import { prepayChannel } from './channels.ts'
import { observed } from './observed.ts'
import { notificationVerified } from './observed-notifications.ts'

/** The same gateway, whose orders and verified notifications are published. */
export function observedGateway(gateway: Gateway, appId: string): Gateway {
  return {
    ...gateway,
    prepay: observed(
      prepayChannel,
      (request: PrepayRequest) => gateway.prepay(request),
      ([{ orderId, outTradeNo, total, payer }]) => ({
        appId,
        orderId,
        outTradeNo,
        tradeType: payer.tradeType,
        total,
      }),
      (response) => (response.result === 'refused' ? response.error : undefined),
    ),
    openNotification: notificationVerified((raw) => gateway.openNotification(raw)),
  }
}
