import { askPayment } from '../ask.js'
import { showCashier } from './cashier.js'
import { question } from './question.js'
import { openStage } from './stage.js'

/** @import { Response } from '../types.ts' */

let isTaking = false

/**
 * getBrandWCPayRequest: one at a time, a second one fails while the first is on the screen.
 * @type {(args: object) => Promise<Response>}
 */
export async function takePayment(args) {
  if (isTaking) return { err_msg: 'get_brand_wcpay_request:fail' }
  isTaking = true
  const opener = document.activeElement
  try {
    const answer = await askPayment(args)
    const stage = openStage(opener)
    try {
      if ('payment' in answer) return await showCashier(stage, answer.payment)
      const { dialog, response } = answer.refused
      if (dialog) await question(stage, { title: dialog, answers: ['确定'] })
      return response
    } finally {
      stage.close()
    }
  } finally {
    isTaking = false
  }
}
