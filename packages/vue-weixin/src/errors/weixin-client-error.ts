import type { ConfigDiagnosis } from 'weixin-contract'
import { type Actor, type Remedy, developerTexts, pageOf } from './developer-texts.ts'
import { type PayerMessage, payerMessage } from './payer-messages.ts'

/** Bundlers replace `process.env.NODE_ENV`, as they do for Vue itself. */
declare const process: { readonly env: { readonly NODE_ENV?: string } }

/** The codes of this package. The codes of the server's error catalogue come on top of them. */
export type WeixinClientErrorCode =
  | 'not-in-weixin'
  | 'wecom-cannot-pay'
  | 'pay-in-mini-program'
  | 'no-bridge'
  | 'sdk-not-loaded'
  | 'invalid-signature'
  | 'invalid-url-domain'
  | 'denied'
  | 'config-failed'
  | 'timeout'
  | 'payment-refused'
  | 'order-closed'
  | 'order-id-invalid'
  | 'busy'
  | 'cancelled'
  | 'unconfirmed'
  | 'unreachable'
  | 'server-unavailable'
  | 'response-unreadable'
  | 'unexpected'

/** What an error carries besides its code. */
export interface WeixinClientErrorDetails {
  /** For developers. @default the text of the code in development builds, the code itself in production builds */
  message?: string | undefined
  /** The HTTP status, when a server responded. */
  status?: number | undefined
  /** Identifies the failure in the server's log. */
  id?: string | undefined
  /** The address that signs the user in. */
  signIn?: string | undefined
  /** What the developer can do. @default the remedy of the code, in development builds only */
  remedy?: Remedy | undefined
  /** The address that the server signed for `wx.config`. */
  signedUrl?: string | undefined
  /** The address that WeChat checked. */
  realAuthUrl?: string | undefined
  /** Where the two addresses differ. */
  difference?: ConfigDiagnosis['difference'] | undefined
  /** For the payer. @default the message of the code */
  payerMessage?: PayerMessage | undefined
  /** The error that led to this one. */
  cause?: unknown
}

/**
 * Every error of this package; `code` tells them apart.
 * @example
 * if (error.code === 'sign-in-required') signIn()
 * else show(error.payerMessage.zh)
 */
export class WeixinClientError extends Error {
  /** The name of the class. */
  override readonly name = 'WeixinClientError'
  /** One of this package's codes, or one of the server's, such as `sign-in-required`. */
  declare readonly code: WeixinClientErrorCode | (string & {})
  /** The text to show to the payer. `message` is for developers. */
  declare readonly payerMessage: PayerMessage
  /** What the code means. Absent in production builds, and for a code of the server's. */
  declare readonly meaning: Remedy | undefined
  /** Who has to act. Absent in production builds, and for a code of the server's. */
  declare readonly actor: Actor | undefined
  /** What the developer can do. Absent in production builds. */
  declare readonly remedy: Remedy | undefined
  /**
   * Where the documentation site explains the error, below the site's address: `docs/client-errors#busy`. Absent in
   * production builds. `npx koa-weixin explain busy` shows the same without a network.
   */
  declare readonly page: Remedy | undefined
  /** The HTTP status, when a server responded. */
  declare readonly status: number | undefined
  /** Identifies this failure in the server's log. */
  declare readonly id: string | undefined
  /** Present with status 401: the address that signs the user in. `useOAuth().signIn()` goes there. */
  declare readonly signIn: string | undefined
  /** Present when WeChat rejected `wx.config`: the address that the server signed. */
  declare readonly signedUrl: string | undefined
  /** Present when WeChat named the address that it checked (`realAuthUrl`). */
  declare readonly realAuthUrl: string | undefined
  /**
   * Present when the server compared the two addresses: the index of the first character that differs, and the rule
   * that explains it. Null when the addresses are equal.
   */
  declare readonly difference: ConfigDiagnosis['difference'] | undefined
  /** The error that led to this one. */
  declare readonly cause: unknown

  constructor(code: WeixinClientErrorCode | (string & {}), details: WeixinClientErrorDetails = {}) {
    const { message, ...more } = details
    const known = process.env.NODE_ENV === 'production' ? undefined : developerTexts[code]
    super(message ?? known?.meaning.en ?? code)
    Object.assign(
      this,
      { code, payerMessage: payerMessage(code, more.status) },
      process.env.NODE_ENV !== 'production' && {
        ...known,
        page: pageOf(code, known === undefined || more.id !== undefined),
      },
      more,
    )
  }
}

/** Returns a thrown value that is one of the family, and wraps any other one. */
export const asClientError = (thrown: unknown): WeixinClientError =>
  thrown instanceof WeixinClientError
    ? thrown
    : new WeixinClientError('unexpected', { message: String(thrown), cause: thrown })
