import { createSign, createVerify } from 'node:crypto'
import type { Credentials, Simulator } from '../src/index.ts'

/** A merchant's server, written for these tests alone: signs by hand, verifies what comes back. */
export interface Answer {
  status: number
  headers: Headers
  text: string
  body: Record<string, unknown>
  /** Whether the Wechatpay headers prove the body. */
  isSigned: boolean
}

/** What a planted mistake may replace. */
export interface Wrong {
  message?: (lines: {
    method: string
    url: string
    time: string
    nonce: string
    body: string
  }) => string
  /** Signs the right text in another way. */
  sign?: (text: string, privateKey: string) => string
  authorization?: (header: string) => string
  timestamp?: string
  serialNo?: string
  headers?: Record<string, string>
}

export const rsaSign = (text: string, privateKey: string): string =>
  createSign('RSA-SHA256').update(text).sign(privateKey, 'base64')

export const rsaVerify = (text: string, signature: string, publicKey: string): boolean =>
  createVerify('RSA-SHA256').update(text).verify(publicKey, signature, 'base64')

export const now = (): string => String(Math.floor(Date.now() / 1000))

let count = 0
export const newOutTradeNo = (): string => `T${Date.now()}${(count++).toString().padStart(4, '0')}`

export function merchant(weixin: Simulator, notifyUrl = 'http://127.0.0.1:1/notify') {
  const { credentials } = weixin
  const { appId, mchId } = credentials
  const openid = weixin.users()[0]?.openid ?? ''

  async function call(method: string, url: string, body = '', wrong: Wrong = {}): Promise<Answer> {
    const time = wrong.timestamp ?? now()
    const nonce = '593BEC0C930BF1AFEB40B4A08C8FB242'
    const lines = { method, url, time, nonce, body }
    const message = wrong.message?.(lines) ?? `${method}\n${url}\n${time}\n${nonce}\n${body}\n`
    const sign = wrong.sign ?? rsaSign
    const signature = sign(message, credentials.privateKey)
    const serialNo = wrong.serialNo ?? credentials.serialNo
    const header = `WECHATPAY2-SHA256-RSA2048 mchid="${mchId}",nonce_str="${nonce}",signature="${signature}",timestamp="${time}",serial_no="${serialNo}"`
    const authorization = wrong.authorization ? wrong.authorization(header) : header
    const response = await fetch(weixin.url + url, {
      method,
      headers: {
        accept: 'application/json',
        ...(authorization !== '' && { authorization }),
        ...(method === 'POST' && { 'content-type': 'application/json' }),
        ...wrong.headers,
      },
      ...(method === 'POST' && { body }),
    })
    return read(response, credentials)
  }

  const order = (changes: Record<string, unknown> = {}): Record<string, unknown> => ({
    appid: appId,
    mchid: mchId,
    description: '明前龙井 50g',
    out_trade_no: newOutTradeNo(),
    notify_url: notifyUrl,
    amount: { total: 100, currency: 'CNY' },
    payer: { openid },
    ...changes,
  })

  const prepay = (body: Record<string, unknown>, wrong?: Wrong): Promise<Answer> =>
    call('POST', '/v3/pay/transactions/jsapi', JSON.stringify(body), wrong)

  return {
    call,
    order,
    prepay,
    async prepayId(changes: Record<string, unknown> = {}): Promise<string> {
      const { body, text } = await prepay(order(changes))
      if (typeof body['prepay_id'] !== 'string') throw new Error(text)
      return body['prepay_id']
    },
    query: (outTradeNo: string): Promise<Answer> =>
      call(
        'GET',
        `/v3/pay/transactions/out-trade-no/${encodeURIComponent(outTradeNo)}?mchid=${mchId}`,
      ),
    close: (outTradeNo: string): Promise<Answer> =>
      call(
        'POST',
        `/v3/pay/transactions/out-trade-no/${outTradeNo}/close`,
        JSON.stringify({ mchid: mchId }),
      ),
    refund: (body: Record<string, unknown>): Promise<Answer> =>
      call('POST', '/v3/refund/domestic/refunds', JSON.stringify(body)),
  }
}

export const isSigned = (headers: Headers, text: string, publicKey: string): boolean =>
  rsaVerify(
    `${headers.get('wechatpay-timestamp')}\n${headers.get('wechatpay-nonce')}\n${text}\n`,
    headers.get('wechatpay-signature') ?? '',
    publicKey,
  )

async function read(response: Response, { publicKey }: Credentials): Promise<Answer> {
  const { status, headers } = response
  const text = await response.text()
  const body: Record<string, unknown> = text === '' ? {} : JSON.parse(text)
  return { status, headers, text, body, isSigned: isSigned(headers, text, publicKey) }
}
