import type { JssdkConfig, JsapiParams } from 'weixin-contract'

/** What WeChat's own half of a page posts, without a browser: the simulator's bridge does the same. */
export interface Phone {
  /** `wx.config` on this page. Gives WeChat's `errMsg`. */
  config(page: string, config: JssdkConfig): Promise<string>
  /** `getBrandWCPayRequest` on this page, then 立即支付. Gives WeChat's `err_msg`, after what its dialog says. */
  pay(page: string, params: JsapiParams): Promise<string>
}

interface Refused {
  refused?: { dialog: string | null; response: { err_msg: string } }
}

export function phoneOf(simulator: { url: string }): Phone {
  async function send(path: string, body: object): Promise<unknown> {
    const response = await fetch(`${simulator.url}/simulator/phone/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    if (!response.ok)
      throw new Error(`the phone was answered ${response.status} ${await response.text()}`)
    return response.json()
  }
  const reported = ({ refused }: Refused): string =>
    refused
      ? [refused.dialog, refused.response.err_msg].filter(Boolean).join(' ')
      : 'get_brand_wcpay_request:ok'

  return {
    async config(page, { appId, timestamp, nonceStr, signature }) {
      const args = {
        verifyAppId: appId,
        verifySignType: 'sha1',
        verifySignature: signature,
        verifyTimestamp: String(timestamp),
        verifyNonceStr: nonceStr,
        verifyJsApiList: ['chooseWXPay'],
      }
      const requests = { landing: page, current: page, platform: 'ios', args }
      const { response } = (await send('config', requests)) as { response: { errMsg: string } }
      return response.errMsg
    },
    async pay(page, params) {
      const sheet = (await send('payments', { page, args: params })) as Refused & {
        payment?: { prepayId: string }
      }
      if (!sheet.payment) return reported(sheet)
      const paid = await send(`payments/${sheet.payment.prepayId}`, { method: 'balance' })
      return reported(paid as Refused)
    },
  }
}
