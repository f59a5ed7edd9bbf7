import { html, type Html } from './html.ts'
import { band, page } from './page.ts'

/** What a cashier outside WeChat shows: the H5 cashier in a browser, or a scanned code. */
export interface CashierPayment {
  prepayId: string
  /** The digits that go with the prepay id in an h5_url, or the code of a code_url. */
  code: string
  payee: string
  /** Fen. */
  total: number
  description: string
}

/** WeChat's cashier in the phone's browser. */
export function h5CashierPage(
  payment: CashierPayment,
  { left, returnTo }: { left: number; returnTo: string },
): string {
  const clock = [left / 60, left % 60].map((part) => String(Math.floor(part)).padStart(2, '0'))
  return cashier(
    payment,
    { path: 'h5', returnTo, until: String(Date.now() + left * 1000) },
    html`<dl>
        <dt>商品</dt>
        <dd>${payment.description}</dd>
        <dt>有效期</dt>
        <dd class="clock">剩 ${clock.join(':')}</dd>
      </dl>
      <p class="spoken" role="status"></p>
      <p class="opening"><i aria-hidden="true"></i>正在打开微信…</p>
      <p class="opening expired">链接已过期，请返回商家重新支付</p>
      <button class="primary">打开微信</button>
      <a class="secondary" href="${returnTo}">返回商家</a>`,
  )
}

/** What the phone shows after it scanned the code of a Native order. */
export function scannedPage(payment: CashierPayment): string {
  return cashier(
    payment,
    { path: 'native', returnTo: '', until: '' },
    html`<dl>
        <dt>商品</dt>
        <dd>${payment.description}</dd>
      </dl>
      <p class="opening">已扫描商家的二维码</p>
      <button class="primary">去支付</button>`,
  )
}

interface CashierFacts {
  /** Which of the phone's cashiers it is. */
  path: 'h5' | 'native'
  /** Where the browser goes afterwards; '' when nowhere. */
  returnTo: string
  /** When the address dies, in milliseconds; '' when it does not. */
  until: string
}

function cashier(payment: CashierPayment, facts: CashierFacts, rest: Html): string {
  const { prepayId, code, payee, total } = payment
  return page(
    '微信支付',
    html`<main
      class="column h5"
      data-path="${facts.path}"
      data-prepay="${prepayId}"
      data-code="${code}"
      data-back="${facts.returnTo}"
      data-until="${facts.until}"
    >
      ${band()}
      <h1>${payee}<small>（模拟商户）</small></h1>
      <p class="sum"><small>¥</small>${yuan(total)}</p>
      ${rest}
    </main>`,
    { script: '/simulator/cashier.js' },
  )
}

const yuan = (fen: number): string => (fen / 100).toFixed(2)
