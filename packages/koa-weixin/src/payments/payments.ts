import { createBills, type Bills } from '../bills/bills.ts'
import type { Cache } from '../cache/cache.ts'
import { memoryCache } from '../cache/memory-cache.ts'
import type { Refund } from '../orders.ts'
import { createAttemptCache } from './attempt-cache.ts'
import { createCloseOrder, type CloseOrder } from './close-order.ts'
import { createCloseOtherAttempts } from './close-other-attempts.ts'
import { createOrderStatus, type GetOrderStatus } from './order-status.ts'
import { createAttempts } from './attempts.ts'
import { createCreatePayment, type CreatePayment } from './create-payment.ts'
import type { Gateway, RawNotification, RefundRequest } from '../remote/gateway.ts'
import type { Merchant } from '../options/merchant.ts'
import type { Settings } from '../options/settings.ts'
import { v2Gateway } from '../remote/v2/gateway.ts'
import { v3Gateway } from '../remote/v3/gateway.ts'
import { createAlerts, type Alert } from '../settle/alerts.ts'
import type { InboxItem, InboxSealing } from '../settle/inbox.ts'
import { createNotifications } from '../settle/handle-notification.ts'
import { createSettle } from '../settle/settle.ts'
import { createSettleRefund } from '../refunds/settle-refund.ts'
import { createWithLock } from '../settle/with-lock.ts'

/** The half of an instance that handles money. */
export interface Payments {
  createPayment: CreatePayment
  orderStatus: GetOrderStatus
  close: CloseOrder
  handleNotification(notification: RawNotification): Promise<void>
  settleInbox(item: InboxItem): Promise<void>
  refund(request: RefundRequest): Promise<Refund>
  queryRefund(outRefundNo: string): Promise<Refund>
  bills: Bills
  drain(): Promise<void>
}

/** What an instance shares with its payments. */
export interface PaymentsContext {
  /** Shared by all processes, where the app gave a cache. */
  cache: Cache
  /** Encrypts what is put into the inbox. */
  sealing: InboxSealing
}

/** Undefined when the app takes no money: `merchant` or `orders` was not given. */
export function createPayments(
  settings: Settings,
  { cache, sealing }: PaymentsContext,
): Payments | undefined {
  const { appId, merchant, orders, tradeTypes, environment, now, logger } = settings
  if (!merchant || !orders) return undefined
  const { mchId, serviceProvider } = merchant
  const gateway = gatewayOf(merchant, settings)

  const background = new Set<Promise<void>>()
  const inBackground = (work: Promise<void>): void => {
    background.add(work)
    void work.finally(() => background.delete(work))
    void settings.defer?.(work)
  }

  const onAlert = (alert: Alert): void => void settings.onAlert(alert)
  const alerts = createAlerts({ onAlert, told: memoryCache({ now }), now })
  const attempts = createAttemptCache(cache, appId, environment)
  const numbers = createAttempts({ environment, attempts, gateway })
  const closeOthers = createCloseOtherAttempts({ environment, attempts, numbers, gateway, logger })
  const settle = createSettle({
    appId,
    mchId,
    serviceProvider,
    environment,
    orders,
    gateway,
    alerts,
    withLock: createWithLock(cache, (orderId) => `weixin:${appId}:turn:${orderId}`),
    onRecorded: (order, { outTradeNo }) => inBackground(closeOthers(order, outTradeNo)),
  })
  const orderStatus = createOrderStatus({
    orders,
    numbers,
    settle,
    lastQueries: memoryCache({ now }),
    logger,
  })
  return {
    createPayment: createCreatePayment({
      environment,
      tradeTypes,
      orders,
      gateway,
      attempts,
      settle,
      confirm: orderStatus,
      now,
    }),
    orderStatus,
    close: createCloseOrder({ orders, numbers, attempts, gateway, settle, now, logger }),
    ...createNotifications({
      gateway,
      settle,
      settleRefund: createSettleRefund({ mchId, serviceProvider, orders, gateway }),
      alerts,
      onNotification: settings.onNotification,
      inbox: settings.inbox,
      sealing,
      logger,
      inBackground,
    }),
    refund: (request) => gateway.refund(request),
    queryRefund: (outRefundNo) => gateway.queryRefund(outRefundNo),
    bills: createBills(gateway.openBill),
    async drain() {
      while (background.size > 0) await Promise.all(background)
    },
  }
}

/** Nothing but the gateway knows which API the merchant uses. */
function gatewayOf(
  merchant: Merchant,
  { appId, origin, notifyUrl, endpoints, http, now, nonce, random }: Settings,
): Gateway {
  const { pay, payBackup, secure } = endpoints
  const shared = {
    http,
    pay,
    payBackup,
    appId,
    notifyUrl,
    now,
    nonce,
    sleep: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)),
    random,
  }
  return merchant.api === 'v2'
    ? v2Gateway({ ...shared, secure, origin, ...merchant })
    : v3Gateway({ ...shared, ...merchant })
}
