import type { ConfigDiagnosis, ConfigReport, PageConfig } from 'weixin-contract'
import { addressDifference } from '../protocol/address-difference.ts'
import { signPage } from '../protocol/page-signature.ts'
import type { Tokens } from '../tokens/tokens.ts'
import { requireOurPage } from './our-page.ts'

/** Signs pages, and finds out why WeChat refused one. */
export interface Pages {
  /** Throws `url-not-ours`, and what fetching a ticket throws. */
  sign(url: string): Promise<PageConfig>
  /**
   * Compares what we signed with the page that WeChat refused. Where they are the same, the ticket
   * is dead: it is dropped, at most once a minute, and the page signed anew.
   */
  diagnose(report: ConfigReport): Promise<ConfigDiagnosis>
}

export interface PagesOptions {
  appId: string
  origins: ReadonlySet<string>
  tokens: Tokens
  /** Milliseconds. */
  now: () => number
  nonce: () => string
}

const DROP_EVERY_MS = 60_000

export function createPages({ appId, origins, tokens, now, nonce }: PagesOptions): Pages {
  let droppedAt = Number.NEGATIVE_INFINITY
  /** One page is often signed again and again. */
  let lastOfOurs: string | undefined

  async function sign(url: string): Promise<PageConfig> {
    if (url !== lastOfOurs) requireOurPage(url, origins)
    lastOfOurs = url
    const lent = tokens.jsapiTicket()
    const ticket = typeof lent === 'string' ? lent : await lent
    const timestamp = Math.floor(now() / 1000)
    const nonceStr = nonce()
    return { appId, timestamp, nonceStr, signature: signPage({ ticket, nonceStr, timestamp, url }) }
  }

  return {
    sign,
    async diagnose({ url, page, timestamp, nonceStr, signature }) {
      requireOurPage(url, origins)
      requireOurPage(page, origins)
      const difference = addressDifference(url, page)
      const ticket = await tokens.jsapiTicket()
      const isOfThisTicket = signPage({ ticket, nonceStr, timestamp, url }) === signature
      if (!difference && isOfThisTicket) {
        // A report costs a call to WeChat, and anybody may send one.
        if (now() - droppedAt < DROP_EVERY_MS)
          return { signed: url, page, difference, config: null }
        droppedAt = now()
        await tokens.dropTicket(ticket)
      }
      return { signed: url, page, difference, config: await sign(page) }
    },
  }
}
