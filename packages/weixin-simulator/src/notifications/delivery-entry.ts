import type { NewEntry } from '../log.ts'
import type { Notification } from '../state/notifications.ts'
import type { Answer } from './post.ts'

/** An answer is cut to this many characters. */
const LONGEST = 1024

interface DeliveryFacts {
  accepted: boolean
  /** It never left WeChat. */
  lost: boolean
  /** What is wrong with it on purpose, by its name, so that the app has to refuse it; null: nothing. */
  forgery: string | null
  milliseconds: number
}

/** The line of the log for one delivery. */
export function deliveryEntry(
  { id, about, outTradeNo, url, form, tried }: Notification,
  { status, body, problem }: Answer,
  { accepted, lost, forgery, milliseconds }: DeliveryFacts,
): NewEntry {
  const right = form === 'xml' ? '200 and SUCCESS' : '200 or 204'
  const check =
    forgery === null
      ? { check: `answered ${right} within 5 s`, ok: accepted }
      : { check: 'refused within 5 s', ok: status !== null && !accepted }
  return {
    kind: 'notification',
    call: `notification POST ${url}`,
    outTradeNo,
    milliseconds: Math.round(milliseconds),
    request: { id, about, attempt: tried + 1, ...(forgery !== null && { forgery }) },
    checks: [{ ...check, ...(problem !== null && { detail: problem }) }],
    response: {
      status: status ?? 0,
      ...(lost && { code: 'LOST' }),
      ...(body !== '' && { body: body.slice(0, LONGEST) }),
    },
    reason: null,
  }
}
