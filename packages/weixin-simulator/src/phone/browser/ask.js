import { landing, simulator } from './landing.js'
import { platform } from './phone.js'

/** @import { Method, Payment, Refused, Response } from './types.ts' */

// Kept from before the page's scripts run: some pages wrap fetch.
const browserFetch = window.fetch.bind(window)

/** @type {(path: string, body: object) => Promise<unknown>} */
async function ask(path, body) {
  const response = await browserFetch(`${simulator}/simulator/phone/${path}`, {
    method: 'POST',
    credentials: 'include',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!response.ok) throw new Error(`it answered ${response.status} ${await response.text()}`)
  return response.json()
}

/** @type {(args: object) => Promise<Response>} */
export async function askConfig(args) {
  const answer = await ask('config', { landing, current: location.href, platform, args })
  return /** @type {{ response: Response }} */ (answer).response
}

/** @type {(args: object) => Promise<{ payment: Payment } | Refused>} */
export async function askPayment(args) {
  const answer = await ask('payments', { page: location.href, args })
  return /** @type {{ payment: Payment } | Refused} */ (answer)
}

/** @type {(prepayId: string, method: Method) => Promise<{ paid: true } | Refused>} */
export async function askToPay(prepayId, method) {
  const answer = await ask(`payments/${encodeURIComponent(prepayId)}`, { method })
  return /** @type {{ paid: true } | Refused} */ (answer)
}
