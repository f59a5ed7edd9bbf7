import { randomBytes } from 'node:crypto'
import { catalogue, type WeixinErrorCode } from './catalogue.ts'
import type { Actor, Text } from './catalogue/entry.ts'
import { pageOfError } from './documentation.ts'
import { oneLine, safeText } from './safe-text.ts'
import type { WeixinCode } from './weixin-codes/row.ts'

/** What WeChat returned with a refusal, for the log. */
export interface WeixinResponse {
  /** HTTP status. */
  status: number
  /** WeChat's own code, such as `40013` or `PARAM_ERROR`; empty where the response had none. */
  code: string
  /** WeChat's own text, mostly in Chinese; in an error at most 500 characters, without control characters. */
  message: string
  /** `Request-ID` of WeChat Pay, which its support asks for. */
  requestId?: string
}

/** What is known of one failure beyond its code. */
export interface WeixinErrorDetails {
  /** What exactly is wrong, for the log: free of secrets and openids. It is never sent out. */
  detail?: string
  /** What WeChat returned. */
  response?: WeixinResponse
  /** What is known of WeChat's code: its meaning, actor, remedy and page go before those of our own code. */
  known?: Pick<WeixinCode, 'name' | 'meaning' | 'actor' | 'remedy' | 'page'>
  /** What was thrown before. Never an AxiosError: its URL holds secrets. */
  cause?: unknown
}

const PAYER_MESSAGE: Text = {
  en: 'Something went wrong. Please try again later.',
  zh: '出了点问题，请稍后重试。',
}

/**
 * The one error family of this package; `code` tells the errors apart. `message` is for the log: what
 * happened and what to do. A page gets `summary`, a payer `payerMessage`.
 */
export class WeixinError extends Error {
  /** Always `WeixinError`. */
  override readonly name: string = 'WeixinError'
  /** Tells the errors apart; every code stands in the catalogue. */
  readonly code: WeixinErrorCode
  /** What happened, in one sentence that may be sent to the page. */
  readonly summary: string
  /** HTTP status of the response that carries the error. */
  readonly status: number
  /** Whether Koa may send the message out: true below 500. */
  readonly expose: boolean
  /** Who has to act: the developer, the person who manages WeChat's consoles, the user, or WeChat. */
  readonly actor: Actor
  /** What to do about it, for the developer. */
  readonly remedy: Text
  /** A short text that a payer may read. */
  readonly payerMessage: Text
  /** What exactly is wrong; for the log only. */
  readonly detail: string | undefined
  /** What WeChat returned, its texts made safe for a log. */
  readonly response: WeixinResponse | undefined
  /** What it means, for the developer: what WeChat means by its code where that is known, else what happened. */
  readonly meaning: Text
  /**
   * Where it is explained on the documentation site, in both languages: `docs/errors#not-recorded`, below the site's
   * address. `npx koa-weixin explain not-recorded` shows the same without a network.
   */
  readonly page: Text
  /** 12 hex digits that name this one failure, in the response and in the log. */
  readonly id: string = randomBytes(6).toString('hex')

  /** `code` is one of the catalogue; the rest says what is known of this failure. */
  constructor(code: WeixinErrorCode, details: WeixinErrorDetails = {}) {
    const entry = catalogue[code]
    const { known, cause } = details
    const response = details.response && safeResponse(details.response)
    const detail = details.detail === undefined ? undefined : oneLine(details.detail)
    const remedy = known?.remedy ?? entry.remedy
    const parts = [
      entry.message,
      detail && `(${detail})`,
      response && responseText(response),
      known?.meaning.en,
      remedy.en,
      `Explained by: npx koa-weixin explain ${known?.name ?? code}.`,
    ]
    super(parts.filter(Boolean).join(' '), cause === undefined ? undefined : { cause })
    this.code = code
    this.summary = entry.message
    this.status = entry.status
    this.expose = entry.status < 500
    this.actor = known?.actor ?? entry.actor
    this.remedy = remedy
    this.payerMessage = entry.payerMessage ?? PAYER_MESSAGE
    this.detail = detail
    this.response = response
    this.meaning = known?.meaning ?? { en: entry.message, zh: entry.messageZh }
    this.page = known?.page ?? pageOfError(code)
  }
}

function safeResponse({ status, code, message, requestId }: WeixinResponse): WeixinResponse {
  return {
    status,
    code: safeText(code),
    message: safeText(message),
    ...(requestId === undefined ? {} : { requestId: safeText(requestId) }),
  }
}

function responseText({ status, code, message, requestId }: WeixinResponse): string {
  const request = requestId === undefined ? '' : `, Request-ID ${requestId}`
  return `WeChat returned: ${[status, code, message].filter(Boolean).join(' ')}${request}.`
}

/** Whatever was thrown, as one of the family: `internal` with the cause where it is none. */
export function asWeixinError(thrown: unknown): WeixinError {
  return isWeixinError(thrown) ? thrown : new WeixinError('internal', { cause: thrown })
}

/** `instanceof` itself throws for a revoked proxy. */
function isWeixinError(thrown: unknown): thrown is WeixinError {
  try {
    return thrown instanceof WeixinError
  } catch {
    return false
  }
}
