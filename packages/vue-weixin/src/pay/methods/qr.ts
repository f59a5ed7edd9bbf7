import { environmentOf } from '../../environment/environment.ts'
import { WeixinClientError } from '../../errors/weixin-client-error.ts'
import type { PaymentMethod } from '../payment-method.ts'

/**
 * Pays by a QR code that the payer scans with WeChat: on a desktop, in WeCom where its bridge does not pay, and in
 * a phone's browser when `h5()` is not given before it. `usePay().codeUrl` is the text of the code, valid for two hours.
 * @example createWeixin({ payments: [h5(), qr()] })
 */
export const qr = (): PaymentMethod => ({
  tradeType: 'native',
  surface: 'panel',
  async ready({ window }) {
    if (!/browser|wecom/.test(environmentOf(window))) throw new WeixinClientError('not-in-weixin')
  },
  open(payment) {
    if (payment?.tradeType !== 'native') throw new WeixinClientError('response-unreadable')
    return new Promise(() => {})
  },
})
