import type { NewEntry } from '../log.ts'
import type { Notification } from '../state/notifications.ts'
import type { Answer } from './post.ts'

/** An answer is cut to this many characters. */
const LONGEST = 1024

/** The line of the log for one delivery; `lost`: it never left WeChat. */
export function deliveryEntry(
  { id, about, outTradeNo, url, form, tried }: Notification,
  { status, body, problem }: Answer,
  facts: { accepted: boolean; lost: boolean; milliseconds: number },
): NewEntry {
  const { accepted, lost, milliseconds } = facts
  const expected = form === 'xml' ? '200 and SUCCESS' : '200 or 204'
  return {
    kind: 'notification',
    call: `notification POST ${url}`,
    outTradeNo,
    milliseconds: Math.round(milliseconds),
    request: { id, about, attempt: tried + 1 },
    checks: [
      {
        check: `answered ${expected} within 5 s`,
        ok: accepted,
        ...(problem !== null && { detail: problem }),
      },
    ],
    response: {
      status: status ?? 0,
      ...(lost && { code: 'LOST' }),
      ...(body !== '' && { body: body.slice(0, LONGEST) }),
    },
    reason: null,
  }
}
