import { WeixinError } from '../errors/weixin-error.ts'
import type { Logger } from '../logger.ts'

/** WeChat waits five seconds for the answer to a notification, then counts it as failed and repeats. */
const SLOW_MS = 3_000
const LATEST_MS = 4_500

/**
 * Answers a notification in the time that WeChat allows: a warning when it gets slow, `too-slow` shortly
 * before WeChat stops listening. The work itself goes on, and the repeat waits for its turn.
 */
export async function withDeadline(work: Promise<void>, logger: Logger): Promise<void> {
  const timers: NodeJS.Timeout[] = []
  const after = (ms: number, run: () => void): void => void timers.push(setTimeout(run, ms))
  after(SLOW_MS, () =>
    logger.warn('A notification is not settled after 3 s; WeChat gives up after 5 s and repeats'),
  )
  const late = new Promise<never>((_, reject) => {
    after(LATEST_MS, () => reject(new WeixinError('too-slow')))
  })
  try {
    await Promise.race([work, late])
  } finally {
    for (const timer of timers) clearTimeout(timer)
  }
}
