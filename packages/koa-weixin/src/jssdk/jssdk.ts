import type { ConfigDiagnosis, ConfigReport, JssdkConfig } from 'weixin-contract'
import { addressDifference } from '../protocol/address-difference.ts'
import { signJssdk } from '../protocol/jssdk-signature.ts'
import type { Tokens } from '../tokens/tokens.ts'
import { checkPageUrl } from './check-page-url.ts'

/** Signs pages, and finds out why WeChat refused one. */
export interface Jssdk {
  /** Throws `url-not-ours`, and what fetching a ticket throws. */
  sign(url: string): Promise<JssdkConfig>
  /**
   * Compares what we signed with the page that WeChat refused. Where they are the same, the ticket
   * is dead: it is dropped, at most once a minute, and the page signed anew.
   */
  diagnose(report: ConfigReport): Promise<ConfigDiagnosis>
}

export interface JssdkOptions {
  appId: string
  allowedOrigins: ReadonlySet<string>
  tokens: Tokens
  /** Milliseconds. */
  now: () => number
  nonce: () => string
}

const DROP_EVERY_MS = 60_000

export function createJssdk({ appId, allowedOrigins, tokens, now, nonce }: JssdkOptions): Jssdk {
  let droppedAt = Number.NEGATIVE_INFINITY
  /** One page is often signed again and again. */
  let lastOfOurs: string | undefined

  async function sign(url: string): Promise<JssdkConfig> {
    if (url !== lastOfOurs) checkPageUrl(url, allowedOrigins)
    lastOfOurs = url
    const lent = tokens.jsapiTicket()
    const ticket = typeof lent === 'string' ? lent : await lent
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
        // A report costs a call to WeChat, and anybody may send one.
        if (now() - droppedAt < DROP_EVERY_MS) return { url, checkedUrl, difference, config: null }
        droppedAt = now()
        await tokens.dropTicket(ticket)
      }
      return { url, checkedUrl, difference, config: await sign(checkedUrl) }
    },
  }
}
