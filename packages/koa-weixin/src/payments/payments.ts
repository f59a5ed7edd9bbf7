import { callHandler } from '../call-handler.ts'
import { createBills, type Bills } from '../bills/bills.ts'
import type { Cache } from '../cache/cache.ts'
import { memoryCache } from '../cache/memory-cache.ts'
import { observedNotifications } from '../diagnostics/observed-notifications.ts'
import { observedPayment } from '../diagnostics/observed-payment.ts'
import { observedSettle } from '../diagnostics/observed-settle.ts'
import { textOf } from '../errors/text-of.ts'
import { WeixinError } from '../errors/weixin-error.ts'
import type { Settings } from '../options/settings.ts'
import type { CheckedOrders } from '../orders.ts'
import { createRefunds, type Refunds } from '../refunds/refunds.ts'
import { createSettleRefund } from '../refunds/settle-refund.ts'
import type { Gateway, RawNotification } from '../remote/gateway.ts'
import { createAlerts } from '../settle/alerts.ts'
import { createNotifications } from '../settle/handle-notification.ts'
import type { InboxItem, InboxSealing } from '../settle/inbox.ts'
import { createSettle } from '../settle/settle.ts'
import { createWithLock } from '../settle/with-lock.ts'
import { createAttemptCache } from './attempt-cache.ts'
import { createAttempts } from './attempts.ts'
import { createClaimOrder, type ClaimOrder } from './claim-order.ts'
import { createCloseOrder, type CloseOrder } from './close-order.ts'
import { createCloseOtherAttempts } from './close-other-attempts.ts'
import { createCreatePayment, type CreatePayment } from './create-payment.ts'
import { createOrderStatus, type OrderStatusOf } from './order-status.ts'

/** The half of an instance that handles money. */
export interface Payments {
  createPayment: CreatePayment
  orderStatus: OrderStatusOf
  close: CloseOrder
  claimOrder: ClaimOrder
  checkNotificationHeaders: (headers: RawNotification['headers']) => void
  handleNotification: (raw: RawNotification) => Promise<void>
  settleInbox: (item: InboxItem) => Promise<void>
  refunds: Refunds
  bills: Bills
  drain: () => Promise<void>
}

/** What an instance shares with its payments. */
export interface PaymentsContext {
  gateway: Gateway
  /** Shared by all processes, where the app gave a cache. */
  cache: Cache
  /** Encrypts what is put into the inbox. */
  sealing: InboxSealing
}

export function createPayments(
  settings: Settings,
  { gateway, cache, sealing }: PaymentsContext,
): Payments {
  const { appId, merchant, environment, now, logger, onAlert, onNotification, inbox } = settings
  const { mchId = '', serviceProvider } = merchant ?? {}
  const orders = settings.orders ?? missingOrders

  const background = new Set<Promise<void>>()
  const inBackground = (work: Promise<void>): void => {
    background.add(work)
    void work.finally(() => background.delete(work))
    const { defer } = settings
    if (!defer) return
    callHandler(
      () => defer(work),
      (thrown) => logger.error('The option defer failed', { error: textOf(thrown) }),
    )
  }

  const alerts = createAlerts({ onAlert, logger, reported: memoryCache({ now }), now })
  const attemptCache = createAttemptCache(cache, appId, environment)
  const isCacheShared = settings.cache !== undefined
  const attempts = createAttempts({ environment, attemptCache, gateway, isCacheShared })
  const closeOtherAttempts = createCloseOtherAttempts({
    environment,
    attemptCache,
    attempts,
    gateway,
    logger,
    later: (ms, work) => void setTimeout(() => inBackground(work()), ms).unref(),
  })
  const withLock = createWithLock(cache, (orderId) => `weixin:${appId}:lock:${orderId}`)
  const shared = { appId, mchId, serviceProvider, environment, orders, gateway, alerts, withLock }
  const settle = observedSettle(
    createSettle({
      ...shared,
      onRecorded: (order, { outTradeNo }) => inBackground(closeOtherAttempts(order, outTradeNo)),
    }),
    appId,
  )
  const orderStatus = createOrderStatus({
    orders,
    attempts,
    settle,
    lastQueries: memoryCache({ now }),
    logger,
  })
  const notifications = createNotifications({
    gateway,
    settle,
    settleRefund: createSettleRefund(shared),
    alerts,
    onNotification,
    inbox,
    sealing,
    logger,
    inBackground,
  })
  return {
    createPayment: observedPayment(
      createCreatePayment({
        environment,
        offered: settings.tradeTypes,
        orders,
        gateway,
        attemptCache,
        settle,
        orderStatus,
        now,
      }),
      appId,
    ),
    orderStatus,
    claimOrder: createClaimOrder({
      cache,
      keyOf: (orderId) => `weixin:${appId}:reconcile:${orderId}`,
      now,
    }),
    close: createCloseOrder({ orders, attempts, attemptCache, gateway, settle, now, logger }),
    settleInbox: (item) => notifications.settleInbox(item),
    ...observedNotifications(notifications, appId),
    refunds: createRefunds(gateway),
    bills: createBills(gateway.openBill, now),
    async drain() {
      while (background.size > 0) await Promise.all(background)
    },
  }
}

/** Stands in where the app gave no `orders`: refunds, bills and calls of the app's own work without. */
const missingOrders: CheckedOrders = {
  async find() {
    throw new WeixinError('merchant-missing')
  },
  async onPaid() {
    throw new WeixinError('merchant-missing')
  },
}
