import { textOf } from '../errors/text-of.ts'
import type { WeixinError } from '../errors/weixin-error.ts'

/** How often the same failure happened since it was last reported. */
interface Repeated {
  at: number
  count: number
}

const HOUR_MS = 60 * 60 * 1000
/** Details are few; where one is not, the oldest is forgotten and reported again. */
const MOST_KINDS = 100

const apps = new WeakMap<object, Map<string, Repeated>>()

/**
 * Whether a failure is to be reported: the first of its kind, and then one an hour, into whose text the number of those
 * between is written. `now` in milliseconds.
 */
export function isDue(app: object, error: WeixinError, now: number): boolean {
  const kinds = apps.get(app) ?? new Map<string, Repeated>()
  apps.set(app, kinds)
  const { code, detail, response, cause } = error
  const causeText = cause === undefined ? undefined : textOf(cause)
  const kind = JSON.stringify([code, detail, response?.code, causeText])
  const last = kinds.get(kind)
  // Either way: a clock that was set back must not silence it for longer.
  if (last && Math.abs(now - last.at) < HOUR_MS) {
    last.count += 1
    return false
  }
  if (last && last.count > 0) writeCount(error, last)
  kinds.delete(kind)
  kinds.set(kind, { at: now, count: 0 })
  const [oldest] = kinds.keys()
  if (kinds.size > MOST_KINDS && oldest !== undefined) kinds.delete(oldest)
  return true
}

function writeCount(error: WeixinError, { at, count }: Repeated): void {
  const { message, stack } = error
  error.message = `${message} The same failure happened ${count} more times since ${new Date(at).toISOString()}.`
  if (stack !== undefined) error.stack = stack.replace(message, () => error.message)
}
