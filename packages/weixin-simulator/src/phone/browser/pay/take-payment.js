import { requestPayment, confirmPayment } from '../server.js'
import { showCashier } from './cashier.js'
import { question } from './question.js'
import { openStage } from './stage.js'

/** @import { Response } from '../types.ts' */

let isTaking = false

/**
 * getBrandWCPayRequest: one at a time, a second one fails while the first is on the screen. Resolves with null when the
 * answer is lost on its way to the page.
 * @type {(args: object) => Promise<Response | null>}
 */
export async function takePayment(args) {
  if (isTaking) return { err_msg: 'get_brand_wcpay_request:fail' }
  isTaking = true
  const opener = document.activeElement
  try {
    const answer = await requestPayment(args)
    if ('refused' in answer && !answer.refused.dialog) return answer.refused.response
    const stage = openStage(opener)
    try {
      if ('payment' in answer) {
        const { payment } = answer
        /** @type {import('../types.ts').Confirm} */
        const confirm = (method, coupon) => confirmPayment(payment.prepayId, method, coupon)
        return await showCashier(stage, payment, confirm)
      }
      const { dialog, response, why } = answer.refused
      await question(stage, { title: dialog ?? '', why, answers: ['确定'] })
      return response
    } finally {
      await stage.close()
    }
  } finally {
    isTaking = false
  }
}
