import type { KeyObject } from 'node:crypto'
import { WeixinError, type WeixinSaid } from '../../errors/weixin-error.ts'
import type { AnswerFault } from '../../protocol/v3/answer-signature.ts'
import { authorization, requestText, signText } from '../../protocol/v3/request-signature.ts'
import type { ServiceProvider } from '../../service-provider.ts'
import { fieldsOf, parseJson, type Fields } from '../fields.ts'
import type { Http, HttpReply } from '../http.ts'
import type { ClockSkew } from './clock-skew.ts'
import { insist, PATIENCE_MS, type InsistOptions } from '../insist.ts'
import { judge } from './judge.ts'
import type { Trust } from './trust.ts'

export interface V3Options extends InsistOptions {
  http: Http
  appId: string
  mchId: string
  /** Serial of the merchant's certificate. */
  serialNo: string
  privateKey: KeyObject
  apiV3Key: KeyObject
  /** WeChat Pay's keys. */
  trust: Trust
  skew: ClockSkew
  serviceProvider?: ServiceProvider | undefined
  /** Opens refund notices that come as v2 XML. */
  apiV2Key?: string | undefined
  /** Where notices come in. */
  notifyUrl: string
  nonce: () => string
}

/** `done`: 2xx and verified. `refused`: a status of 4xx with a code, signed or not. */
export type Reply = { result: 'done'; text: string } | { result: 'refused'; said: WeixinSaid }

interface Request {
  method: 'GET' | 'POST'
  /** Signed and sent to the letter. */
  path: string
  payload?: object
}

/** What is wrong with the signature of a 2xx; null when it holds. */
type Proof = (reply: HttpReply) => Promise<string | null> | AnswerFault | null

/** A moment further away than this is refused by WeChat. Seconds. */
const MOST_SKEW = 300

/** One signed call, repeated where that helps. `path` is signed and sent to the letter. */
export async function call(
  options: V3Options,
  method: 'GET' | 'POST',
  path: string,
  payload?: object,
): Promise<Reply> {
  await options.trust.ready()
  const request: Request = { method, path, ...(payload === undefined ? {} : { payload }) }
  return exchange(options, request, async (reply) => {
    const judged = await judge(options, reply)
    return judged && [judged.fault, judged.detail].filter(Boolean).join(': ')
  })
}

/**
 * Asks, and asks once more when a 2xx does not prove to be WeChat's: it sends wrong signatures on
 * purpose to see who verifies, and a repeat is not probed again. Source: WeChat Pay, 签名探测 (4013053249).
 */
export async function exchange(
  options: V3Options,
  request: Request,
  proof: Proof,
  patienceMs: number = PATIENCE_MS,
): Promise<Reply> {
  const until = options.now() + patienceMs
  const ask = (): Promise<HttpReply> =>
    insist(options, until, (host, timeoutMs) => send(options, request, host, timeoutMs))
  const faultOf = async (one: HttpReply): Promise<string | null> =>
    isSuccess(one) ? await proof(one) : null

  let reply = await ask()
  let fault = await faultOf(reply)
  if (fault !== null && options.now() < until) {
    reply = await ask()
    fault = await faultOf(reply)
  }
  if (fault !== null) throw new WeixinError('reply-unverified', { detail: fault })
  return readReply(reply, options.skew)
}

async function send(
  options: V3Options,
  { method, path, payload }: Request,
  pay: string,
  timeoutMs: number,
): Promise<HttpReply> {
  const { http, now, nonce, privateKey, trust } = options
  const body = payload === undefined ? '' : JSON.stringify(payload)
  const request = { method, path, timestamp: Math.floor(now() / 1000), nonce: nonce(), body }
  const signature = await signText(requestText(request), privateKey)
  const { publicKeyId } = trust
  return http({
    method,
    url: pay + path,
    headers: {
      accept: 'application/json',
      authorization: authorization(options, request, signature),
      'content-type': 'application/json',
      'user-agent': 'koa-weixin',
      // Asks for replies signed with the public key, not with a platform certificate.
      ...(publicKeyId === undefined ? {} : { 'wechatpay-serial': publicKeyId }),
    },
    ...(payload === undefined ? {} : { body }),
    timeoutMs,
  })
}

function isSuccess({ status }: HttpReply): boolean {
  return status >= 200 && status < 300
}

/** A 5xx or 429 leaves open whether WeChat acted. A 2xx was verified before. */
function readReply(reply: HttpReply, skew: ClockSkew): Reply {
  const { status, headers } = reply
  if (isSuccess(reply)) {
    skew.note(Number(headers['wechatpay-timestamp']))
    return { result: 'done', text: reply.body.toString('utf8') }
  }
  const said = readError(reply)
  if (status >= 500 || status === 429 || status < 400)
    throw new WeixinError('weixin-unreachable', { said })
  if (status === 401) requireClock(reply, said, skew)
  return { result: 'refused', said: withRequestId(said, headers['request-id']) }
}

/** WeChat looks at the clock before it looks at the signature, and has one code for both. */
function requireClock({ headers }: HttpReply, said: WeixinSaid, skew: ClockSkew): void {
  skew.note(Date.parse(String(headers['date'])) / 1000)
  if (Math.abs(skew.seconds() ?? 0) <= MOST_SKEW) return
  const detail = skew.text()
  throw new WeixinError('clock-wrong', { said, ...(detail === undefined ? {} : { detail }) })
}

/** The JSON of a verified reply. */
export function readJson(text: string): Fields {
  return fieldsOf(parseJson(text, 'reply-malformed'), 'reply-malformed')
}

/** What an error reply says: status and code, signed or not. */
export function readError({ status, body }: HttpReply): WeixinSaid {
  try {
    const error = readJson(body.toString('utf8'))
    return { status, code: error.text('code'), message: error.optionalText('message') ?? '' }
  } catch {
    // 404 and 405 of unknown paths have no body, and a proxy's 502 is HTML.
    return { status, code: '', message: '' }
  }
}

function withRequestId(said: WeixinSaid, requestId: string | string[] | undefined): WeixinSaid {
  return typeof requestId === 'string' ? { ...said, requestId } : said
}
