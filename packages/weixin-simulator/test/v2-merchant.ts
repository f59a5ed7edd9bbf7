import { createHash, createHmac } from 'node:crypto'
import { request } from 'node:https'
import type { Simulator } from '../src/index.ts'
import { newOutTradeNo } from './merchant.ts'

/** A merchant's server that speaks API v2, written for these tests alone. */
export type Texts = Record<string, string>
export type SignType = 'MD5' | 'HMAC-SHA256'

export function textOf(fields: Texts, key: string): string {
  const names = Object.keys(fields).filter((name) => name !== 'sign' && fields[name] !== '')
  return [...names.toSorted().map((name) => `${name}=${fields[name]}`), `key=${key}`].join('&')
}

export function hashOf(text: string, key: string, type: SignType = 'MD5'): string {
  const hash = type === 'MD5' ? createHash('md5') : createHmac('sha256', key)
  return hash.update(text).digest('hex').toUpperCase()
}

export const xmlOf = (fields: Texts): string => {
  const elements = Object.entries(fields).map(
    ([name, text]) => `<${name}><![CDATA[${text}]]></${name}>`,
  )
  return `<xml>${elements.join('')}</xml>`
}

/** What WeChat sends has no nesting and no entities. */
export function read(xml: string): Texts {
  const fields: Texts = {}
  for (const [, name = '', cdata, bare] of xml.matchAll(
    /<(\w+)>\s*(?:<!\[CDATA\[(.*?)\]\]>|([^<]+))\s*<\/\1>/gs,
  ))
    fields[name] = cdata ?? bare ?? ''
  return fields
}

export interface V2Answer {
  status: number
  text: string
  fields: Texts
  /** Whether `sign` is WeChat's. */
  isSigned: boolean
}

export function v2Merchant(weixin: Simulator, notifyUrl = 'http://127.0.0.1:1/notify') {
  const { appId, mchId, apiV2Key: key } = weixin.credentials
  const openid = weixin.users()[0]?.openid ?? ''

  const full = (fields: Texts): Texts => ({
    appid: appId,
    mch_id: mchId,
    nonce_str: 'n',
    ...fields,
  })
  const typeOf = (fields: Texts): SignType =>
    fields['sign_type'] === 'HMAC-SHA256' ? 'HMAC-SHA256' : 'MD5'
  const verified = (status: number, text: string, type: SignType): V2Answer => {
    const fields = read(text)
    const isSigned = fields['sign'] === hashOf(textOf(fields, key), key, type)
    return { status, text, fields, isSigned }
  }

  async function send(path: string, body: string, type: SignType = 'MD5'): Promise<V2Answer> {
    const response = await fetch(weixin.url + path, { method: 'POST', body })
    return verified(response.status, await response.text(), type)
  }

  function call(path: string, fields: Texts, sign?: (all: Texts) => string): Promise<V2Answer> {
    const all = full(fields)
    const type = typeOf(all)
    const signature = sign ? sign(all) : hashOf(textOf(all, key), key, type)
    return send(path, xmlOf({ ...all, sign: signature }), type)
  }

  const order = (changes: Texts = {}): Texts => ({
    body: '明前龙井 50g',
    out_trade_no: newOutTradeNo(),
    total_fee: '100',
    spbill_create_ip: '127.0.0.1',
    notify_url: notifyUrl,
    trade_type: 'JSAPI',
    openid,
    ...changes,
  })

  return {
    full,
    send,
    call,
    order,
    key,
    prepay: (fields: Texts) => call('/pay/unifiedorder', fields),
    async prepayId(changes: Texts = {}): Promise<string> {
      const { fields, text } = await call('/pay/unifiedorder', order(changes))
      if (!fields['prepay_id']) throw new Error(text)
      return fields['prepay_id']
    },
    /** With a client certificate; by default the merchant's own. */
    refund(fields: Texts, tls: object = ownTls(weixin)): Promise<V2Answer> {
      const all = full(fields)
      const body = xmlOf({ ...all, sign: hashOf(textOf(all, key), key, typeOf(all)) })
      return new Promise((resolve, reject) => {
        const { ca } = weixin.credentials
        const options = { method: 'POST', agent: false, ca, ...tls } as const
        const sent = request(`${weixin.secureUrl}/secapi/pay/refund`, options, (response) => {
          let text = ''
          response.setEncoding('utf8').on('data', (part: string) => (text += part))
          response.on('end', () => resolve(verified(response.statusCode ?? 0, text, typeOf(all))))
        })
        sent.once('error', reject)
        sent.end(body)
      })
    },
  }
}

export const ownTls = ({ credentials }: Simulator): object => ({
  pfx: Buffer.from(credentials.p12, 'base64'),
  passphrase: credentials.mchId,
})
