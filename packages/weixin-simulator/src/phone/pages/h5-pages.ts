import { html, type Html } from './html.ts'
import { band, page } from './page.ts'

export interface H5Payment {
  prepayId: string
  /** The digits that go with the prepay id in an h5_url. */
  code: string
  payee: string
  /** Fen. */
  total: number
  description: string
  /** Where the browser goes afterwards. */
  returnTo: string
}

/** WeChat's cashier in the phone's browser. `left`: seconds that the address still lives. */
export function h5CashierPage(payment: H5Payment, left: number): string {
  const clock = [left / 60, left % 60].map((part) => String(Math.floor(part)).padStart(2, '0'))
  return h5Page(
    '微信支付',
    payment,
    html`<dl>
        <dt>商品</dt>
        <dd>${payment.description}</dd>
        <dt>有效期</dt>
        <dd>剩 ${clock.join(':')}</dd>
      </dl>
      <p class="opening"><i aria-hidden="true"></i>正在打开微信…</p>
      ${step(payment, 'open', '打开微信')}
      <a class="secondary" href="${payment.returnTo}">返回商家</a>`,
  )
}

/** WeChat itself, opened by the cashier. `balance` in fen; too small a one pays by bank card. */
export function h5SheetPage(payment: H5Payment, balance: number): string {
  const method =
    balance < payment.total ? '招商银行储蓄卡（0403）' : `零钱（剩余¥${yuan(balance)}）`
  return h5Page(
    '微信支付',
    payment,
    html`<dl>
        <dt>商品</dt>
        <dd>${payment.description}</dd>
        <dt>付款方式</dt>
        <dd>${method}</dd>
      </dl>
      ${step(payment, 'pay', '立即支付')}
      <a class="secondary" href="${payment.returnTo}">取消</a>`,
  )
}

export function h5PaidPage(payment: H5Payment): string {
  return h5Page(
    '支付成功',
    payment,
    html`<p class="opening paid">支付成功</p>
      <a class="primary" href="${payment.returnTo}">完成</a>`,
  )
}

function h5Page(title: string, { payee, total }: H5Payment, rest: Html): string {
  return page(
    title,
    html`<main class="column h5">
      ${band()}
      <h1>${payee}<small>（模拟商户）</small></h1>
      <p class="sum"><small>¥</small>${yuan(total)}</p>
      ${rest}
    </main>`,
  )
}

function step({ prepayId, code, returnTo }: H5Payment, name: string, label: string): Html {
  return html`<form method="post" action="/simulator/phone/h5">
    <input type="hidden" name="prepay_id" value="${prepayId}" />
    <input type="hidden" name="package" value="${code}" />
    <input type="hidden" name="redirect_url" value="${returnTo}" />
    <button class="primary" name="step" value="${name}">${label}</button>
  </form>`
}

const yuan = (fen: number): string => (fen / 100).toFixed(2)
