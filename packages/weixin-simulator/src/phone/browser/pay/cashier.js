import { awaitOutcome, tellGivenUp } from '../server.js'
import { element } from '../element.js'
import { pinPad } from './pin-pad.js'
import { question } from './question.js'
import { chooseCoupon, withCoupon } from './coupons.js'
import { chooseMethod } from './methods.js'
import { confirmScreen, pinScreen, successScreen } from './screens.js'

/** @import { Actions, Confirm, Method, Payment, Refused, Response } from '../types.ts' */
/** @import { Stage } from './stage.js' */

/** @type {(result: 'ok' | 'cancel' | 'fail') => Response} */
const response = (result) => ({ err_msg: `get_brand_wcpay_request:${result}` })

/**
 * The payment sheet, from the sum to 支付成功. Resolves with what the page is answered; null: nothing, ever.
 * @param {Stage} stage
 * @param {Payment} payment
 * @param {Confirm} confirm
 * @returns {Promise<Response | null>}
 */
export function showCashier(stage, payment, confirm) {
  return new Promise((resolve) => {
    let watching = new AbortController()
    /** Watches for what ends the sheet from elsewhere: a payment by code or on another phone, or a control. */
    function watch() {
      watching = new AbortController()
      awaitOutcome(payment.prepayId, watching.signal).then(
        (outcome) => {
          if (outcome === 'lost') end(null)
          else if (outcome !== null) end(response(outcome === 'paid' ? 'ok' : outcome))
        },
        // A simulator that went away is noticed when the user pays.
        () => {},
      )
    }
    /** @type {(answer: Response | null) => void} */
    function end(answer) {
      // A browser opens few connections to one host: one that goes on waiting is missing for the next sheet.
      watching.abort()
      resolve(answer)
    }
    function giveUp() {
      tellGivenUp(payment.prepayId)
      end(response('cancel'))
    }
    const dialog = element('dialog', {
      class: 'sheet',
      'aria-labelledby': 'payee',
      'aria-describedby': 'sum',
    })
    const pad = pinPad(() => void pay())
    /** @type {Method} */
    let method = 'balance'
    // WeChat uses the best coupon unless the user takes another, or none.
    let coupon = payment.coupons?.[0] ?? null
    const shown = () => withCoupon(payment, coupon)
    let isPaid = false
    const showConfirm = () => draw(confirmScreen(shown(), method, on), '.primary')
    const showPin = () => draw(pinScreen(shown(), method, pad, on), '.keys button')
    /** @type {Actions} */
    const on = {
      close: () => void leave(),
      method: () => void changeMethod(),
      coupon: () => void changeCoupon(),
      pay: showPin,
      done: () => end(response('ok')),
    }

    /** @type {(nodes: Node[], focus: string) => void} */
    function draw(nodes, focus) {
      dialog.replaceChildren(...nodes)
      dialog.scrollTop = 0
      const target = dialog.querySelector(focus)
      if (target instanceof HTMLElement) target.focus({ preventScroll: true })
    }

    async function leave() {
      if (pad.isFull()) return // being paid, or paid: there is nothing left to give up
      const answer = await question(stage, {
        title: '是否放弃本次付款？',
        text: '订单会保留，稍后仍可支付',
        answers: ['放弃', '继续付款'],
      })
      if (answer === '放弃') giveUp()
    }

    async function changeMethod() {
      if (pad.isFull()) return
      method = await chooseMethod(stage, shown(), {
        present: method,
        height: dialog.offsetHeight,
      })
      if (pad.keys.isConnected) showPin()
      else showConfirm()
    }

    async function changeCoupon() {
      coupon = await chooseCoupon(stage, payment, {
        present: coupon,
        height: dialog.offsetHeight,
      })
      showConfirm()
    }

    async function pay() {
      dialog.setAttribute('aria-busy', 'true')
      watching.abort()
      const answer = await confirm(method, coupon?.couponId).catch(lost)
      dialog.removeAttribute('aria-busy')
      if ('refused' in answer) return refuse(answer.refused)
      isPaid = true
      dialog.classList.add('whole')
      draw(successScreen(shown(), method, on), '.secondary')
    }

    /** @type {(refused: Refused['refused']) => Promise<void>} */
    async function refuse(refused) {
      const isShort = method === 'balance' && payment.balance < shown().total
      const answer = await question(stage, {
        title: '支付失败',
        text: refused.dialog ?? '请稍后重试',
        why: refused.why,
        answers: isShort ? ['取消', '更换付款方式'] : ['确定'],
      })
      if (answer !== '更换付款方式') return end(refused.response)
      watch()
      pad.clear()
      showConfirm()
      await changeMethod()
    }

    stage.show(dialog, on.close)
    stage.onBack(() => {
      if (isPaid) on.done()
      else if (!pad.isFull()) giveUp()
      return isPaid || !pad.isFull()
    })
    dialog.addEventListener('keydown', (event) => {
      if (pad.keys.isConnected) pad.press(event)
    })
    watch()
    showConfirm()
  })
}

/** Without an answer it is not known whether the money moved. @type {(error: unknown) => Refused} */
function lost(error) {
  console.error(`weixin-simulator did not answer the payment: ${String(error)}`)
  return { refused: { dialog: '网络异常。若已扣款，订单会自动更新', response: response('fail') } }
}
