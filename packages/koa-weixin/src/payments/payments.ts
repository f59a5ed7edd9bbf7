import { callHandler } from '../call-handler.ts'
import { createBills, type Bills } from '../bills/bills.ts'
import type { Cache } from '../cache/cache.ts'
import { memoryCache } from '../cache/memory-cache.ts'
import type { Logger } from '../logger.ts'
import type { MerchantOptions, MerchantV2Options, WeixinOptions } from '../options/options.ts'
import type { Refund } from '../orders.ts'
import { createAttemptCache } from './attempt-cache.ts'
import { createCloseOrder, type CloseOrder } from './close-order.ts'
import { createCloseOtherAttempts } from './close-other-attempts.ts'
import { createOrderStatus, type GetOrderStatus } from './order-status.ts'
import { createAttempts } from './attempts.ts'
import { createCreatePayment, type CreatePayment } from './create-payment.ts'
import type { Gateway, RawNotification, RefundRequest } from '../remote/gateway.ts'
import { readMerchantV2, type MerchantV2 } from '../options/read-merchant-v2.ts'
import { readMerchant, readTradeTypes, type Hosts, type Merchant } from '../options/read-options.ts'
import type { Http } from '../remote/http.ts'
import { v2Gateway } from '../remote/v2/gateway.ts'
import { v3Gateway } from '../remote/v3/gateway.ts'
import { createAlerts } from '../settle/alerts.ts'
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

export interface PaymentsOptions extends Pick<
  WeixinOptions,
  | 'merchant'
  | 'orders'
  | 'tradeTypes'
  | 'environment'
  | 'onAlert'
  | 'onNotification'
  | 'inbox'
  | 'defer'
> {
  appId: string
  origin: string
  base: string
  hosts: Pick<Hosts, 'pay' | 'payBackup' | 'secure' | 'ca'>
  cache: Cache
  /** What is put into the inbox. */
  sealing: InboxSealing
  now: () => number
  nonce: () => string
  http: Http
  logger: Logger
}

/** Undefined when the app takes no money: `merchant` or `orders` was not given. */
export function createPayments(options: PaymentsOptions): Payments | undefined {
  const { appId, origin, base, cache, now, logger, orders, onNotification } = options
  if (!options.merchant || !orders) return undefined
  const account = readAccount(options.merchant, options.hosts.ca)
  const { mchId, serviceProvider } = account
  const tradeTypes = readTradeTypes(options.tradeTypes, account)
  const parties = [appId, mchId, ...(serviceProvider ? [serviceProvider.subMchId] : [])]
  const environment = options.environment ?? JSON.stringify([...parties, origin, base])
  const gateway = gatewayOf(account, options)

  const background = new Set<Promise<void>>()
  const inBackground = (work: Promise<void>): void => {
    background.add(work)
    void work.finally(() => background.delete(work))
    const { defer } = options
    if (defer)
      callHandler(
        () => defer(work),
        (thrown) => logger.error('defer failed', { error: String(thrown) }),
      )
  }

  const { onAlert } = options
  const alerts = createAlerts({ onAlert, logger, reported: memoryCache({ now }), now })
  const attempts = createAttemptCache(cache, appId, environment)
  const numbers = createAttempts({ environment, attempts, gateway })
  const closeOthers = createCloseOtherAttempts({ environment, attempts, numbers, gateway, logger })
  const withLock = createWithLock(cache, (orderId) => `weixin:${appId}:lock:${orderId}`)
  const shared = { appId, mchId, serviceProvider, environment, orders, gateway, alerts, withLock }
  const settle = createSettle({
    ...shared,
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
      settleRefund: createSettleRefund(shared),
      alerts,
      onNotification: onNotification,
      inbox: options.inbox,
      sealing: options.sealing,
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

/** The dialect that the merchant speaks, and its keys. */
type Account = ({ api: 'v2' } & MerchantV2) | ({ api: 'v3' } & Merchant)

function readAccount(
  merchant: MerchantOptions | MerchantV2Options,
  ca: string | undefined,
): Account {
  return merchant.api === 'v2'
    ? { api: 'v2', ...readMerchantV2(merchant, ca) }
    : { api: 'v3', ...readMerchant(merchant) }
}

/** Nothing but the gateway knows which dialect it is. */
function gatewayOf(
  account: Account,
  { appId, origin, base, hosts, http, now, nonce }: PaymentsOptions,
): Gateway {
  const { pay, payBackup, secure } = hosts
  const shared = {
    http,
    pay,
    payBackup,
    appId,
    notifyUrl: `${origin}${base}/notify`,
    now,
    nonce,
    sleep: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)),
    random: Math.random,
  }
  return account.api === 'v2'
    ? v2Gateway({ ...shared, secure, origin, ...account })
    : v3Gateway({ ...shared, ...account })
}
