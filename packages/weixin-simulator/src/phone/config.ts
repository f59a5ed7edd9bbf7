import { createHash } from 'node:crypto'
import { explain } from '../explain/explain.ts'
import type { FormFault } from '../explain/rsa-form.ts'
import { PAGE_MISTAKES, pageText, type PageFacts } from '../explain/page.ts'
import { isObject, textOf } from '../http/body.ts'
import type { Call } from '../http/call.ts'
import { Refusal } from '../http/call.ts'
import { masked } from '../http/mask.ts'
import { liveTicket } from '../state/tickets.ts'
import type { Context } from '../context.ts'
import { signedAddressRule } from './environments.ts'
import { isOnRecord, recordInWords } from './registered.ts'
import type { RegisteredAddresses } from '../types.ts'

export interface ConfigRequest {
  landing: string
  current: string
  platform: string
  args: Record<string, unknown>
}

type Response = Record<string, unknown>

const sha1 = (text: string | Buffer): string => createHash('sha1').update(text).digest('hex')
const withoutFragment = (address: string): string => address.split('#')[0] ?? ''

/** WeChat's client refuses `preVerifyJSAPI`. */
export class ConfigRefusal extends Refusal {
  readonly response: Response
  constructor(errMsg: string, why: Refusal['reason'], more: Response = {}) {
    super(errMsg, why)
    this.response = { errMsg, ...more }
  }
}

export function readConfigRequest(body: Record<string, unknown>): ConfigRequest | null {
  const { landing, current, platform, args } = body
  return typeof landing === 'string' && typeof current === 'string' && isObject(args)
    ? { landing, current, platform: textOf(platform) ?? 'desktop', args }
    : null
}

/** `wx.config` on the phone: recomputes the signature over the page's real address with the live ticket. */
export function verifyConfig(context: Context, call: Call, request: ConfigRequest): Response {
  const { state, clock } = context
  const { args, platform } = request
  const { appId } = state.account.credentials
  const address = withoutFragment(request[signedAddressRule(platform)])
  const { registered } = context.phone
  call.require('appId', args['verifyAppId'] === appId, () => otherAppId())
  call.require('JS safe domain', isOnRecord(registered, 'jsDomains', address), () =>
    wrongDomain(address, registered),
  )
  const ticket = liveTicket(state.tickets, 'jsapi', clock.now())
  call.check('a ticket lives', ticket !== undefined)
  if (!ticket) throw noTicket()

  const { tokens } = state
  const slots = [tokens.classic.current, tokens.classic.previous, tokens.stable.current]
  const facts: PageFacts = {
    ticket: ticket.ticket,
    nonceStr: textOf(args['verifyNonceStr']) ?? '',
    timestamp: textOf(args['verifyTimestamp']) ?? '',
    url: address,
    landing: request.landing,
    current: request.current,
    oldTickets: state.tickets.map((one) => one.ticket),
    accessTokens: [...slots, tokens.stable.previous].flatMap((one) => (one ? [one.token] : [])),
  }
  checkSignature(call, facts, textOf(args['verifySignature']) ?? '')
  return { errMsg: 'preVerifyJSAPI:ok' }
}

function checkSignature(call: Call, facts: PageFacts, signature: string): void {
  const right = pageText(facts)
  const reproduces = (signed: string | Buffer): boolean => sha1(signed) === signature
  const secrets = [...facts.oldTickets, ...facts.accessTokens]
  const mask = (text: string): string =>
    secrets.reduce((rest, secret) => rest.replaceAll(secret, masked(secret)), text)
  const isUpperCase =
    signature !== signature.toLowerCase() && sha1(right) === signature.toLowerCase()
  call.require('signature in lower case', !isUpperCase, () => upperCase(facts.url))
  call.require('signature', sha1(right) === signature, () => {
    const why = {
      code: 'invalid-signature',
      field: 'signature',
      ...explain(PAGE_MISTAKES, facts, {
        right,
        reproduces,
        mask,
        formFault: () => otherHash(right, signature),
      }),
    }
    return new ConfigRefusal('config:invalid signature', why, { realAuthUrl: [facts.url] })
  })
}

/** The right text, hashed by something else than SHA-1. */
function otherHash(right: string, signature: string): FormFault | null {
  const isOther = ['md5', 'sha256'].some(
    (hash) => createHash(hash).update(right).digest('hex') === signature.toLowerCase(),
  )
  if (!isOther) return null
  return {
    en: 'The signature was made with another hash: the JS-SDK wants SHA-1.',
    zh: '签名用了其他哈希算法：JS-SDK 要求 SHA-1。',
  }
}

const otherAppId = (): ConfigRefusal =>
  new ConfigRefusal('config:invalid appid', {
    code: 'config-appid',
    en: 'wx.config was given another appId than this account’s.',
    zh: 'wx.config 的 appId 不是该公众号的。',
    field: 'appId',
  })

function wrongDomain(address: string, registered: RegisteredAddresses): ConfigRefusal {
  const record = recordInWords(registered, 'jsDomains')
  return new ConfigRefusal('config:invalid url domain', {
    code: '40048',
    en: `The page ${address} is not under a JS safe domain (公众号设置 → 功能设置 → JS接口安全域名); ${record.en}.`,
    zh: `页面 ${address} 不在 JS 接口安全域名下（公众号设置 → 功能设置 → JS接口安全域名）；${record.zh}。`,
    field: null,
  })
}

const noTicket = (): ConfigRefusal =>
  new ConfigRefusal('config:invalid signature', {
    code: 'ticket-expired',
    en: 'No jsapi_ticket lives: none was fetched, or the last one is older than its expires_in.',
    zh: '没有有效的 jsapi_ticket：还没有获取过，或已超过有效期。',
    field: 'jsapi_ticket',
  })

const upperCase = (url: string): ConfigRefusal =>
  new ConfigRefusal(
    'config:invalid signature',
    {
      code: 'signature-upper-case',
      en: 'The signature is the right hash in upper case: it must be lower-case hex.',
      zh: '签名用了大写：应为小写十六进制。',
      field: 'signature',
    },
    { realAuthUrl: [url] },
  )
