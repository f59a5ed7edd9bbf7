import { environmentOf } from '../../environment/environment.ts'
import { WeixinClientError } from '../../errors/weixin-client-error.ts'
import type { PaymentMethod } from '../payment-method.ts'

/** The options of `h5`. */
export interface H5Options {
  /**
   * The address to come back to, on a host that is registered for H5 payment. `resume()` there shows the outcome.
   * @default the present address with `weixinOrder=<order id>` in its query
   */
  returnTo?: (orderId: string) => string
}

/**
 * Pays in a phone's browser by WeChat's H5 page, which opens WeChat. WeChat comes back to `returnTo` after five seconds
 * whether the payer has paid or not, so show `<WeixinPayReturn>` there.
 * @see https://pay.weixin.qq.com/doc/v3/merchant/4012791835
 * @example createWeixin({ payments: [h5()] })
 */
export const h5 = ({ returnTo }: H5Options = {}): PaymentMethod => ({
  tradeType: 'h5',
  surface: 'page',
  async ready({ window }) {
    if (environmentOf(window) !== 'mobile-browser') throw new WeixinClientError('not-in-weixin')
  },
  open(payment, orderId, { window, navigate }) {
    if (payment?.tradeType !== 'h5') throw new WeixinClientError('response-unreadable')
    const back = returnTo?.(orderId) ?? withOrder(window?.location.href ?? '', orderId)
    const separator = payment.url.includes('?') ? '&' : '?'
    navigate(`${payment.url}${separator}redirect_url=${encodeURIComponent(back)}`)
    return new Promise(() => {})
  },
})

/** The address with the order in its query, which `resume()` reads. */
function withOrder(href: string, orderId: string): string {
  const url = new URL(href)
  url.searchParams.set('weixinOrder', orderId)
  return url.href
}
