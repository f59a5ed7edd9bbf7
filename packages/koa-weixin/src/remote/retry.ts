import { isNoAnswer } from '../errors/no-answer.ts'
import type { HttpResponse } from './http.ts'

export interface RetryOptions {
  /** WeChat Pay's host, `https://api.mch.weixin.qq.com`. */
  pay: string
  /** The host in another city, which is used when `pay` gives no answer. */
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

/** Whether a status leaves open if WeChat acted: a 5xx, a 429, or what no API of WeChat's returns. */
export function isNoAnswerStatus(status: number): boolean {
  return status >= 500 || status === 429 || status < 200 || (status >= 300 && status < 400)
}

/**
 * Sends until there is an answer or `deadline` (milliseconds) has come: once to the backup host where a host gave none,
 * twice more after a 5xx or 429. Only for calls that may be repeated; a repeat of ours
 * is the same call, by its `out_trade_no` or `out_refund_no`.
 * Source: WeChat Pay, 跨城冗灾方案 (4012075113).
 */
export async function retry(
  { pay, payBackup, now, sleep, random }: RetryOptions,
  deadline: number,
  send: (host: string, timeoutMs: number) => Promise<HttpResponse>,
): Promise<HttpResponse> {
  const pauses = [...PAUSES_MS]
  let host = pay
  for (;;) {
    const timeoutMs = Math.min(TRY_MS, Math.max(deadline - now(), LEAST_MS))
    let response: HttpResponse
    try {
      response = await send(host, timeoutMs)
    } catch (error) {
      const isLast = payBackup === undefined || host === payBackup || deadline - now() < LEAST_MS
      if (isLast || !isNoAnswer(error)) throw error
      host = payBackup
      continue
    }
    const isAnswer = response.status < 500 && response.status !== 429
    const [pause] = pauses.splice(0, 1)
    if (isAnswer || pause === undefined) return response
    // The jitter keeps many servers from coming back at the same moment.
    const ms = Math.round(pause * (1 + random()))
    if (deadline - now() < ms + LEAST_MS) return response
    await sleep(ms)
  }
}
