import { askToPay } from '../ask.js'
import { element } from '../element.js'
import { pinPad } from './pin-pad.js'
import { question } from './question.js'
import { confirmScreen, pinScreen, successScreen, yuan } from './screens.js'

/** @import { Actions, Payment, Refused, Reply } from '../types.ts' */
/** @import { Stage } from './stage.js' */

/** @type {(result: 'ok' | 'cancel' | 'fail') => Reply} */
const reply = (result) => ({ err_msg: `get_brand_wcpay_request:${result}` })

/**
 * The payment sheet, from the sum to 支付成功. Resolves with what the page is answered.
 * @param {Stage} stage
 * @param {Payment} payment
 * @returns {Promise<Reply>}
 */
export function showCashier(stage, payment) {
  return new Promise((resolve) => {
    const dialog = element('dialog', {
      class: 'sheet',
      'aria-labelledby': 'payee',
      'aria-describedby': 'sum',
    })
    const pad = pinPad(() => void pay())
    /** @type {Actions} */
    const on = {
      close: () => void leave(),
      method: () => void chooseMethod(),
      pay: () => draw(pinScreen(payment, pad, on), '.keys button'),
      done: () => resolve(reply('ok')),
    }

    /** @type {(nodes: Node[], focus: string) => void} */
    function draw(nodes, focus) {
      dialog.replaceChildren(...nodes)
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
      if (answer === '放弃') resolve(reply('cancel'))
    }

    async function chooseMethod() {
      if (pad.isFull()) return
      await question(stage, {
        title: '付款方式',
        text: `模拟环境仅提供零钱（剩余¥${yuan(payment.balance)}）`,
        answers: ['知道了'],
      })
    }

    async function pay() {
      dialog.setAttribute('aria-busy', 'true')
      const answer = await askToPay(payment.prepayId).catch(lost)
      dialog.removeAttribute('aria-busy')
      if ('refused' in answer) return refuse(answer.refused)
      dialog.classList.add('whole')
      draw(successScreen(payment, on), '.secondary')
    }

    /** @type {(refused: Refused['refused']) => Promise<void>} */
    async function refuse(refused) {
      const isShort = payment.balance < payment.total
      const answer = await question(stage, {
        title: '支付失败',
        text: refused.dialog ?? '请稍后重试',
        answers: isShort ? ['取消', '更换付款方式'] : ['确定'],
      })
      if (answer !== '更换付款方式') return resolve(refused.reply)
      pad.clear()
      draw(confirmScreen(payment, on), '.primary')
      await chooseMethod()
    }

    stage.show(dialog, on.close)
    dialog.addEventListener('keydown', (event) => {
      if (pad.keys.isConnected) pad.press(event)
    })
    draw(confirmScreen(payment, on), '.primary')
  })
}

/** No answer says nothing about the money. @type {(error: unknown) => Refused} */
function lost(error) {
  console.error(`weixin-simulator did not answer the payment: ${String(error)}`)
  return { refused: { dialog: '网络异常。若已扣款，订单会自动更新', reply: reply('fail') } }
}
