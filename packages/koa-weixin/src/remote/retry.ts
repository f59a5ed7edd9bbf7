import { WeixinError } from '../errors/weixin-error.ts'
import type { HttpResponse } from './http.ts'

export interface RetryOptions {
  /** WeChat Pay's host, `https://api.mch.weixin.qq.com`. */
  pay: string
  /** The one in another city, asked when `pay` gives no answer. */
  payBackup: string | undefined
  /** Milliseconds. */
  now: () => number
  sleep: (ms: number) => Promise<void>
  /** From 0 to 1. */
  random: () => number
}

/** A page waits ten seconds for us: all tries together stay below that. */
export const DEADLINE_MS = 8_000
const TRY_MS = 5_000
const LEAST_MS = 500
const PAUSES_MS = [200, 600]

/**
 * Asks until there is an answer or `until` (milliseconds) has come: the backup host once where a
 * host gave none, twice more after a 5xx or 429. Only for calls that may be repeated: every call here
 * is, by its number. Source: WeChat Pay, 跨城冗灾方案 (4012075113).
 */
export async function retry(
  { pay, payBackup, now, sleep, random }: RetryOptions,
  until: number,
  attempt: (host: string, timeoutMs: number) => Promise<HttpResponse>,
): Promise<HttpResponse> {
  const pauses = [...PAUSES_MS]
  let host = pay
  for (;;) {
    const timeoutMs = Math.min(TRY_MS, Math.max(until - now(), LEAST_MS))
    let response: HttpResponse
    try {
      response = await attempt(host, timeoutMs)
    } catch (error) {
      const isLast = payBackup === undefined || host === payBackup || until - now() < LEAST_MS
      if (isLast || !isUnreachable(error)) throw error
      host = payBackup
      continue
    }
    const isAnswer = response.status < 500 && response.status !== 429
    const [pause] = pauses.splice(0, 1)
    if (isAnswer || pause === undefined) return response
    // The jitter keeps many servers from coming back at the same moment.
    const ms = Math.round(pause * (1 + random()))
    if (until - now() < ms + LEAST_MS) return response
    await sleep(ms)
  }
}

function isUnreachable(error: unknown): boolean {
  return error instanceof WeixinError && error.code === 'weixin-unreachable'
}
