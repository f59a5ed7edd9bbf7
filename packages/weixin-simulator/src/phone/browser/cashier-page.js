import { requestCashier } from './server.js'
import { element } from './element.js'
import { showCashier } from './pay/cashier.js'
import { question } from './pay/question.js'
import { openStage } from './pay/stage.js'

/** @import { Confirm, Payment, Refused } from './types.ts' */

const main = document.querySelector('main')
const { path = '', prepay = '', code = '', back = '', until = '' } = main?.dataset ?? {}
const opened = { prepayId: prepay, code, redirectUrl: back }

/** @type {Confirm} */
const confirm = async (method, coupon) =>
  /** @type {{ paid: true } | Refused} */ (
    await requestCashier(path, { ...opened, step: 'pay', method, coupon })
  )

/** Opens WeChat over the cashier; afterwards the browser goes back to the shop, or stays here. */
async function open() {
  const answer = /** @type {{ payment: Payment } | Refused} */ (
    await requestCashier(path, { ...opened, step: 'open' })
  )
  const stage = openStage(document.activeElement)
  let isPaid = false
  try {
    if ('payment' in answer) {
      const response = await showCashier(stage, answer.payment, confirm)
      isPaid = response?.err_msg === 'get_brand_wcpay_request:ok'
    } else {
      const { dialog, why } = answer.refused
      await question(stage, { title: dialog ?? '', why, answers: ['确定'] })
    }
  } finally {
    await stage.close()
  }
  if (isPaid && back) location.assign(back)
  else if (isPaid) main?.replaceChildren(...done())
}

/** Where no shop waits for the browser: a code was scanned. @type {() => Node[]} */
const done = () => [
  ...document.querySelectorAll('.band'),
  element('h1', { class: 'paid' }, '支付成功'),
  element(
    'p',
    { role: 'status' },
    '支付成功，可以关闭此页面。',
    element('span', { lang: 'en' }, 'You may close this page.'),
  ),
]

/** Counts down to the end of the address; a screen reader reads it out each minute. */
function tick() {
  const left = Math.max(0, Math.ceil((Number(until) - Date.now()) / 1000))
  const clock = document.querySelector('.clock')
  const parts = [left / 60, left % 60].map((part) => String(Math.floor(part)).padStart(2, '0'))
  if (clock) clock.textContent = `剩 ${parts.join(':')}`
  const spoken = document.querySelector('.spoken')
  if (spoken && left % 60 === 0) spoken.textContent = `有效期还剩 ${left / 60} 分钟`
  if (left > 0) setTimeout(tick, 1000)
  else main?.classList.add('over')
}

document.querySelector('button.primary')?.addEventListener('click', () => void open())
if (until) tick()
