import type { Cache } from './cache/cache.ts'
import { memoryCache } from './cache/memory-cache.ts'
import type { Logger } from './logger.ts'
import type { MerchantOptions, MerchantV2Options, WeixinOptions } from './options.ts'
import type { Refund } from './orders.ts'
import { createAttempts } from './pay/attempts.ts'
import { createCloseOthers } from './pay/close-others.ts'
import { createConfirm, type Confirm } from './pay/confirm.ts'
import { createNumbers } from './pay/numbers.ts'
import { createPrepare, type Prepare } from './pay/prepare.ts'
import type { Gateway, RawNotice, RefundRequest } from './remote/gateway.ts'
import { readMerchantV2 } from './read-merchant-v2.ts'
import { readMerchant, type Hosts } from './read-options.ts'
import type { Http } from './remote/http.ts'
import { v2Gateway } from './remote/v2/gateway.ts'
import { v3Gateway } from './remote/v3/gateway.ts'
import { createAlerts, type Alert } from './settle/alerts.ts'
import { createReceive } from './settle/receive.ts'
import { createSettle } from './settle/settle.ts'
import { createSettleRefund } from './settle/settle-refund.ts'
import { createTurns } from './settle/turns.ts'

/** The half of an instance that handles money. */
export interface Payments {
  prepare: Prepare
  confirm: Confirm
  receive(notice: RawNotice): Promise<void>
  refund(request: RefundRequest): Promise<Refund>
  drain(): Promise<void>
}

export interface PaymentsOptions extends Pick<
  WeixinOptions,
  'merchant' | 'orders' | 'environment' | 'onAlert' | 'onNotice'
> {
  appId: string
  origin: string
  base: string
  hosts: Pick<Hosts, 'pay' | 'secure' | 'ca'>
  cache: Cache
  now: () => number
  nonce: () => string
  http: Http
  logger: Logger
}

/** Undefined when the app takes no money: `merchant` or `orders` was not given. */
export function createPayments(options: PaymentsOptions): Payments | undefined {
  const { appId, origin, base, cache, now, logger, orders, onNotice } = options
  if (!options.merchant || !orders) return undefined
  const { mchId } = options.merchant
  const environment = options.environment ?? JSON.stringify([appId, mchId, origin, base])
  const gateway = gatewayOf(options.merchant, options)

  const background = new Set<Promise<void>>()
  const inBackground = (work: Promise<void>): void => {
    background.add(work)
    void work.finally(() => background.delete(work))
  }

  const onAlert = options.onAlert ?? ((alert: Alert): void => tell(logger, alert))
  const alerts = createAlerts({ onAlert, told: memoryCache({ now }), now })
  const attempts = createAttempts(cache, appId, environment)
  const numbers = createNumbers({ environment, attempts, gateway })
  const closeOthers = createCloseOthers({ environment, attempts, numbers, gateway, logger })
  const settle = createSettle({
    appId,
    mchId,
    environment,
    orders,
    gateway,
    alerts,
    inTurn: createTurns(cache, (orderId) => `weixin:${appId}:turn:${orderId}`),
    onRecorded: (order, { outTradeNo }) => inBackground(closeOthers(order, outTradeNo)),
  })
  const confirm = createConfirm({ orders, numbers, settle, asked: memoryCache({ now }), logger })
  return {
    prepare: createPrepare({ environment, orders, gateway, attempts, settle, confirm, now }),
    confirm,
    receive: createReceive({
      gateway,
      settle,
      settleRefund: createSettleRefund({ mchId, orders, gateway }),
      alerts,
      onNotice,
      logger,
      inBackground,
    }),
    refund: (request) => gateway.refund(request),
    async drain() {
      while (background.size > 0) await Promise.all(background)
    },
  }
}

/** The dialect that the merchant speaks: nothing but its gateway knows which. */
function gatewayOf(
  merchant: MerchantOptions | MerchantV2Options,
  { appId, origin, base, hosts: { pay, secure, ca }, http, now, nonce }: PaymentsOptions,
): Gateway {
  const shared = { http, pay, appId, notifyUrl: `${origin}${base}/notify`, now, nonce }
  return merchant.api === 'v2'
    ? v2Gateway({ ...shared, secure, ...readMerchantV2(merchant, ca) })
    : v3Gateway({ ...shared, ...readMerchant(merchant) })
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
