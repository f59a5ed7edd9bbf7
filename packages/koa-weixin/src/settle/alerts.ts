import type { Cache } from '../cache/cache.ts'
import type { WeixinError } from '../errors/weixin-error.ts'

/** Something a person should look at. */
export type Alert =
  /** Money moved, or WeChat says so, and the app did not take it. */
  | { kind: 'refused'; error: WeixinError; outTradeNo: string }
  /** The app decided to keep money for an order that it does not count as paid by it. */
  | { kind: 'kept'; error: WeixinError; outTradeNo: string }
  /** Notifications that did not prove to be WeChat's, counted since the last such alert. */
  | { kind: 'unverified'; error: WeixinError; count: number; probes: number }

export interface Alerts {
  refused(error: WeixinError, outTradeNo: string): void
  kept(error: WeixinError, outTradeNo: string): void
  unverified(error: WeixinError, isProbe: boolean): void
}

const DAY_MS = 24 * 60 * 60 * 1000
const MINUTE_MS = 60 * 1000

/**
 * Refused after the signature held: one alert for each code and number, because WeChat repeats for
 * a day. Refused before: nothing in it is believed, so only a count is told, once a minute.
 */
export function createAlerts(options: {
  onAlert: (alert: Alert) => void
  told: Cache
  now: () => number
}): Alerts {
  const { onAlert, told, now } = options
  let count = 0
  let probes = 0
  let lastAt = Number.NEGATIVE_INFINITY

  function tellOnce(kind: 'refused' | 'kept', error: WeixinError, outTradeNo: string): void {
    const key = `${kind} ${error.code} ${outTradeNo}`
    if (told.get(key)) return
    told.set(key, true, DAY_MS)
    onAlert({ kind, error, outTradeNo })
  }

  return {
    refused: (error, outTradeNo) => tellOnce('refused', error, outTradeNo),
    kept: (error, outTradeNo) => tellOnce('kept', error, outTradeNo),
    unverified(error, isProbe) {
      count += 1
      if (isProbe) probes += 1
      if (now() - lastAt < MINUTE_MS) return
      onAlert({ kind: 'unverified', error, count, probes })
      lastAt = now()
      count = 0
      probes = 0
    },
  }
}
