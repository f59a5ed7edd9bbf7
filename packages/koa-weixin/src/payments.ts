import { createBills, type Bills } from './bills/bills.ts'
import type { Cache } from './cache/cache.ts'
import { memoryCache } from './cache/memory-cache.ts'
import type { Logger } from './logger.ts'
import type { WeixinOptions } from './options.ts'
import type { Refund } from './orders.ts'
import { createAttempts } from './pay/attempts.ts'
import { createClose, type Close } from './pay/close.ts'
import { createCloseOthers } from './pay/close-others.ts'
import { createConfirm, type Confirm } from './pay/confirm.ts'
import { createNumbers } from './pay/numbers.ts'
import { createPrepare, type Prepare } from './pay/prepare.ts'
import type { RawNotice, RefundRequest } from './remote/gateway.ts'
import { readMerchant, readWays } from './read-options.ts'
import type { Http } from './remote/http.ts'
import { v3Gateway } from './remote/v3/gateway.ts'
import { createAlerts, type Alert } from './settle/alerts.ts'
import type { InboxItem, InboxSealing } from './settle/inbox.ts'
import { createReceive } from './settle/receive.ts'
import { createSettle } from './settle/settle.ts'
import { createSettleRefund } from './settle/settle-refund.ts'
import { createTurns } from './settle/turns.ts'

/** The half of an instance that handles money. */
export interface Payments {
  prepare: Prepare
  confirm: Confirm
  close: Close
  receive(notice: RawNotice): Promise<void>
  settleInbox(item: InboxItem): Promise<void>
  refund(request: RefundRequest): Promise<Refund>
  queryRefund(outRefundNo: string): Promise<Refund>
  bills: Bills
  drain(): Promise<void>
}

export interface PaymentsOptions extends Pick<
  WeixinOptions,
  'merchant' | 'orders' | 'ways' | 'environment' | 'onAlert' | 'onNotice' | 'inbox' | 'defer'
> {
  appId: string
  origin: string
  base: string
  /** WeChat Pay's host. */
  pay: string
  /** Asked when `pay` gives no answer. */
  payBackup: string | undefined
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
  const { appId, origin, base, pay, cache, now, nonce, http, logger, orders, onNotice } = options
  if (!options.merchant || !orders) return undefined
  const merchant = readMerchant(options.merchant)
  const { mchId, serviceProvider } = merchant
  const ways = readWays(options.ways, merchant)
  const parties = [appId, mchId, ...(serviceProvider ? [serviceProvider.subMchId] : [])]
  const environment = options.environment ?? JSON.stringify([...parties, origin, base])
  const gateway = v3Gateway({
    ...merchant,
    http,
    pay,
    payBackup: options.payBackup,
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    chance: Math.random,
    appId,
    notifyUrl: `${origin}${base}/notify`,
    now,
    nonce,
  })

  const background = new Set<Promise<void>>()
  const inBackground = (work: Promise<void>): void => {
    background.add(work)
    void work.finally(() => background.delete(work))
    options.defer?.(work)
  }

  const onAlert = options.onAlert ?? ((alert: Alert): void => tell(logger, alert))
  const alerts = createAlerts({ onAlert, told: memoryCache({ now }), now })
  const attempts = createAttempts(cache, appId, environment)
  const numbers = createNumbers({ environment, attempts, gateway })
  const closeOthers = createCloseOthers({ environment, attempts, numbers, gateway, logger })
  const settle = createSettle({
    appId,
    mchId,
    serviceProvider,
    environment,
    orders,
    gateway,
    alerts,
    inTurn: createTurns(cache, (orderId) => `weixin:${appId}:turn:${orderId}`),
    onRecorded: (order, { outTradeNo }) => inBackground(closeOthers(order, outTradeNo)),
  })
  const confirm = createConfirm({ orders, numbers, settle, asked: memoryCache({ now }), logger })
  return {
    prepare: createPrepare({ environment, ways, orders, gateway, attempts, settle, confirm, now }),
    confirm,
    close: createClose({ orders, numbers, attempts, gateway, settle, now, logger }),
    ...createReceive({
      gateway,
      settle,
      settleRefund: createSettleRefund({ mchId, serviceProvider, orders, gateway }),
      alerts,
      onNotice,
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

function tell(logger: Logger, { error, ...alert }: Alert): void {
  const { code, id, message, cause } = error
  logger.error(`WeChat Pay: ${message}`, {
    ...alert,
    code,
    id,
    ...(cause instanceof Error ? { cause: cause.message } : {}),
  })
}
