import type { ConfigDiagnosis, ConfigReport, JssdkConfig } from 'weixin-contract'
import { addressDifference } from '../protocol/address-difference.ts'
import { signJssdk } from '../protocol/jssdk-signature.ts'
import type { Tokens } from '../tokens/tokens.ts'
import { checkPageUrl } from './check-page-url.ts'

/** Signs pages for `wx.config`, and finds out why WeChat rejected one. */
export interface Jssdk {
  /** What `wx.config` takes for a page of ours. Throws `url-not-ours`, and what fetching a ticket throws. */
  sign(url: string): Promise<JssdkConfig>
  /**
   * Compares the address that was signed with the one that WeChat checked. Where they are the same, the ticket is
   * invalid: it is dropped, at most once a minute, and the page is signed again. Throws `url-not-ours`, and what fetching
   * a ticket throws.
   */
  diagnose(report: ConfigReport): Promise<ConfigDiagnosis>
}

export interface JssdkOptions {
  appId: string
  allowedOrigins: ReadonlySet<string>
  tokens: Tokens
  /** The clock, in milliseconds since 1970. */
  now: () => number
  nonce: () => string
}

const DROP_EVERY_MS = 60_000

export function createJssdk({ appId, allowedOrigins, tokens, now, nonce }: JssdkOptions): Jssdk {
  let droppedAt = Number.NEGATIVE_INFINITY
  /** A page is often signed many times in a row. */
  let lastOfOurs: string | undefined

  async function sign(url: string): Promise<JssdkConfig> {
    if (url !== lastOfOurs) checkPageUrl(url, allowedOrigins)
    lastOfOurs = url
    // No promise where the ticket is there: signing takes about as long.
    const held = tokens.jsapiTicket()
    const ticket = typeof held === 'string' ? held : await held
    const timestamp = Math.floor(now() / 1000)
    const nonceStr = nonce()
    return {
      appId,
      timestamp,
      nonceStr,
      signature: signJssdk({ ticket, nonceStr, timestamp, url }),
    }
  }

  return {
    sign,
    async diagnose({ url, checkedUrl, timestamp, nonceStr, signature }) {
      checkPageUrl(url, allowedOrigins)
      checkPageUrl(checkedUrl, allowedOrigins)
      const difference = addressDifference(url, checkedUrl)
      const ticket = await tokens.jsapiTicket()
      const isOfThisTicket = signJssdk({ ticket, nonceStr, timestamp, url }) === signature
      if (!difference && isOfThisTicket) {
        // A report costs a call to WeChat, and anybody may send one. Either way: a clock may be set back.
        if (Math.abs(now() - droppedAt) < DROP_EVERY_MS)
          return { url, checkedUrl, difference, config: null }
        droppedAt = now()
        await tokens.dropTicket(ticket)
      }
      return { url, checkedUrl, difference, config: await sign(checkedUrl) }
    },
  }
}
