import { browserFetch, landing, simulator } from './landing.js'
import { platform } from './phone.js'

/** @import { Method, Payment, Refused, Response, SheetOutcome } from './types.ts' */

/** @type {(path: string, body: object, signal?: AbortSignal) => Promise<unknown>} */
async function post(path, body, signal) {
  const response = await browserFetch(`${simulator}/simulator/phone/${path}`, {
    method: 'POST',
    credentials: 'include',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    ...(signal && { signal }),
  })
  if (!response.ok) throw new Error(`it answered ${response.status} ${await response.text()}`)
  return response.json()
}

/** @type {(args: object) => Promise<Response>} */
export async function requestConfig(args) {
  const answer = await post('config', { landing, current: location.href, platform, args })
  return /** @type {{ response: Response }} */ (answer).response
}

/** @type {(command: string, args: object, isGranted: boolean) => Promise<Response | null>} */
export async function requestCommand(command, args, isGranted) {
  const { userAgent } = navigator
  const answer = await post('commands', { command, args, isGranted, platform, userAgent })
  return /** @type {{ response: Response | null }} */ (answer).response
}

/** @type {(args: object) => Promise<{ payment: Payment } | Refused>} */
export async function requestPayment(args) {
  const answer = await post('payments', { page: location.href, landing, platform, args })
  return /** @type {{ payment: Payment } | Refused} */ (answer)
}

/** @type {(prepayId: string, method: Method, coupon: string | undefined) => Promise<{ paid: true } | Refused>} */
export async function confirmPayment(prepayId, method, coupon) {
  const answer = await post(`payments/${encodeURIComponent(prepayId)}`, { method, coupon })
  return /** @type {{ paid: true } | Refused} */ (answer)
}

/** Waits until the sheet is ended from elsewhere: by a payment, or by a control. @type {(prepayId: string, signal: AbortSignal) => Promise<SheetOutcome | null>} */
export async function awaitOutcome(prepayId, signal) {
  const answer = await post(`payments/${encodeURIComponent(prepayId)}/outcome`, {}, signal)
  return /** @type {{ outcome: SheetOutcome | null }} */ (answer).outcome
}

/** For the log alone: WeChat answers the page, whether the simulator gets this or not. @type {(prepayId: string) => void} */
export function tellGivenUp(prepayId) {
  post(`payments/${encodeURIComponent(prepayId)}/cancel`, {}).catch(() => {})
}

/** A payment that started outside WeChat: at the H5 cashier, or by scanning a code. @type {(path: string, body: object) => Promise<{ payment: Payment } | { paid: true } | Refused>} */
export async function requestCashier(path, body) {
  const answer = await post(path, body)
  return /** @type {{ payment: Payment } | { paid: true } | Refused} */ (answer)
}
