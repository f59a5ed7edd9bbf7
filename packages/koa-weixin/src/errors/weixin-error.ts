import { randomBytes } from 'node:crypto'
import { catalogue, type WeixinErrorCode } from './catalogue.ts'
import type { Actor } from './catalogue/entry.ts'

/** What WeChat itself said, for the log. */
export interface WeixinResponse {
  status: number
  code: string
  message: string
  /** WeChat's support asks for it. */
  requestId?: string
}

export interface WeixinErrorDetails {
  /** For the log: what exactly, free of secrets and openids. Never sent out. */
  detail?: string
  response?: WeixinResponse
  /** Never an AxiosError: its URL carries secrets. */
  cause?: unknown
}

/**
 * The one error family of this package. Tell them apart by `code`. The message is for the log: what
 * happened and what to do; pages get `summary`.
 */
export class WeixinError extends Error {
  override readonly name: string = 'WeixinError'
  readonly code: WeixinErrorCode
  /** What happened, in one sentence that may be sent out. */
  readonly summary: string
  /** HTTP status of the reply that carries it. */
  readonly status: number
  /** Koa shows the message of exposed errors. */
  readonly expose: boolean
  readonly actor: Actor
  readonly remedy: { en: string; zh: string }
  readonly detail: string | undefined
  readonly response: WeixinResponse | undefined
  /** Names this one failure, in the reply and in the log. */
  readonly id: string = randomBytes(6).toString('hex')

  constructor(code: WeixinErrorCode, { detail, response, cause }: WeixinErrorDetails = {}) {
    const entry = catalogue[code]
    const parts = [
      entry.message,
      detail && `(${detail})`,
      response && responseText(response),
      entry.remedy.en,
    ]
    super(parts.filter(Boolean).join(' '), cause === undefined ? undefined : { cause })
    this.code = code
    this.summary = entry.message
    this.status = entry.status
    this.expose = entry.status < 500
    this.actor = entry.actor
    this.remedy = entry.remedy
    this.detail = detail
    this.response = response
  }
}

function responseText({ status, code, message, requestId }: WeixinResponse): string {
  const request = requestId === undefined ? '' : `, Request-ID ${requestId}`
  return `WeChat returned: ${[status, code, message].filter(Boolean).join(' ')}${request}.`
}

/** Whatever was thrown, as one of the family. */
export function asWeixinError(thrown: unknown): WeixinError {
  return thrown instanceof WeixinError ? thrown : new WeixinError('internal', { cause: thrown })
}
