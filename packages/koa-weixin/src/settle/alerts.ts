import { callHandler } from '../call-handler.ts'
import type { Cache } from '../cache/cache.ts'
import { textOf } from '../errors/text-of.ts'
import type { WeixinError } from '../errors/weixin-error.ts'
import type { Logger } from '../logger.ts'

/** What an alert is about. Each is null where it is not known, or does not apply. */
export interface AlertSubject {
  /** The attempt (商户订单号) that was paid or refunded. */
  outTradeNo: string | null
  /** The refund (商户退款单号). */
  outRefundNo: string | null
  /** WeChat's id of the notification, where it could not be read, or is of another product. */
  notificationId: string | null
}

/** Something that needs human attention. */
export type Alert =
  /**
   * WeChat reports a payment, a refund or something else, by a verified message, and it was not accepted. One for each
   * error code and subject in a day, although WeChat repeats the notification.
   */
  | ({
      kind: 'refused'
      /** Why it was not accepted. */
      error: WeixinError
    } & AlertSubject)
  /** The app decided to keep a payment that its order does not count as its own. */
  | ({
      kind: 'ignored'
      /** One of the `unexpected-…` errors. */
      error: WeixinError
    } & AlertSubject)
  /**
   * Requests to the notify address whose signature did not hold. Nothing in them is trusted, so there is one such alert
   * a minute at most, with the number of them since the last one, and how many of these were probes of WeChat's.
   */
  | {
      kind: 'unverified'
      /** The error of the latest of them. */
      error: WeixinError
      /** How many there were since the last such alert. */
      count: number
      /** How many of these looked like probes of WeChat's, which sends wrong signatures to see who verifies. */
      probes: number
    }

/** Reports alerts to the app and to the log. Nothing here throws. */
export interface Alerts {
  /** A verified message was not accepted. */
  refused(error: WeixinError, subject: Partial<AlertSubject>): void
  /** A settlement was `busy` or `too-slow`: the second time for one subject in a day it counts as refused. */
  delayed(error: WeixinError, subject: Partial<AlertSubject>): void
  /** The app decided to keep a payment. */
  ignored(error: WeixinError, subject: Partial<AlertSubject>): void
  /** A notification could not be verified. */
  unverified(error: WeixinError, isProbe: boolean): void
}

export interface AlertsOptions {
  /** The app's handler. It may be asynchronous; what it throws is logged. */
  onAlert: ((alert: Alert) => unknown) | undefined
  logger: Logger
  /** Remembers which alerts were reported: the memory of this process. */
  reported: Cache
  /** The clock, in milliseconds since 1970. */
  now: () => number
}

const DAY_MS = 24 * 60 * 60 * 1000
const MINUTE_MS = 60 * 1000
const NO_SUBJECT: AlertSubject = { outTradeNo: null, outRefundNo: null, notificationId: null }

export function createAlerts({ onAlert, logger, reported, now }: AlertsOptions): Alerts {
  let count = 0
  let probes = 0
  let lastAt = Number.NEGATIVE_INFINITY

  function report(alert: Alert): void {
    log(logger, alert)
    if (!onAlert) return
    callHandler(
      () => onAlert(alert),
      (thrown) =>
        logger.error('onAlert failed', {
          error: textOf(thrown),
          alert: alert.error.code,
        }),
    )
  }

  /** True the first time in a day. */
  function isNew(key: string): boolean {
    if (reported.get(key)) return false
    reported.set(key, true, DAY_MS)
    return true
  }

  function reportOnce(
    kind: 'refused' | 'ignored',
    error: WeixinError,
    about: Partial<AlertSubject>,
  ) {
    const subject = { ...NO_SUBJECT, ...about }
    if (isNew(JSON.stringify([kind, error.code, subject]))) report({ kind, error, ...subject })
  }

  return {
    refused: (error, about) => reportOnce('refused', error, about),
    ignored: (error, about) => reportOnce('ignored', error, about),
    delayed(error, about) {
      if (!isNew(JSON.stringify(['delayed', about]))) reportOnce('refused', error, about)
    },
    unverified(error, isProbe) {
      count += 1
      if (isProbe) probes += 1
      // Either way: a clock that was set back must not silence this for hours.
      if (Math.abs(now() - lastAt) < MINUTE_MS) return
      report({ kind: 'unverified', error, count, probes })
      lastAt = now()
      count = 0
      probes = 0
    },
  }
}

function log(logger: Logger, { error, ...alert }: Alert): void {
  const { code, id, message, cause } = error
  logger.error(`WeChat Pay: ${message}`, {
    ...alert,
    code,
    id,
    ...(cause === undefined ? {} : { cause: textOf(cause) }),
  })
}
