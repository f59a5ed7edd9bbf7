import { type BridgeReply, readBridgeReply } from '../browser/bridge-reply.ts'
import { type WeixinWindow, bridgeOf } from '../browser/weixin-window.ts'
import type { Wx } from '../browser/load-sdk.ts'
import { replaceInvoke } from '../browser/replace-invoke.ts'
import { WeixinClientError, type WeixinClientErrorCode } from '../errors/weixin-client-error.ts'

/** The arguments of `wx.config`. The SDK renames the functions in `jsApiList` in place: hand it a copy. */
export type ConfigArgs = Omit<Parameters<Wx['config']>[0], 'jsApiList' | 'openTagList'> & {
  jsApiList: string[]
  openTagList: string[]
}

/**
 * Runs `wx.config` and returns WeChat's own reply to `preVerifyJSAPI`. Nothing else tells what WeChat verified:
 * `wx.ready` also runs after a failure, and at once for every later config; `wx.error` ignores its handler where
 * WeChat's version sorts before "6.0.2", as on HarmonyOS (MicroMessenger/1.0.3).
 *
 * The bridge's `invoke` is replaced for the duration of the call only; the SDK calls it before `wx.config` returns
 * (1.6.5), so the reply belongs to this config even when other code on the page runs one of its own.
 * @returns never resolves when WeChat does not reply
 */
export function verify(wx: Wx, window: WeixinWindow, args: ConfigArgs): Promise<BridgeReply> {
  return new Promise((resolve, reject) => {
    const read = (response: unknown): void => resolve(readBridgeReply(response))
    const bridge = bridgeOf(window)
    const { invoke } = bridge
    const restore = replaceInvoke(window, bridge, (command, sent, reply) =>
      invoke.call(bridge, command, sent, (response) => {
        if (command === 'preVerifyJSAPI') read(response)
        // The SDK cannot read null.
        reply(response ?? {})
      }),
    )
    try {
      // Where the bridge cannot be replaced, the SDK's own handlers are the best there is.
      if (!restore) wx.error(read)
      wx.config(args as Parameters<Wx['config']>[0])
      if (!restore) wx.ready(() => read({}))
    } catch (thrown) {
      reject(thrown as Error)
    } finally {
      restore?.()
    }
  })
}

const reasons: readonly [RegExp, WeixinClientErrorCode][] = [
  [/invalid signature/, 'invalid-signature'],
  [/invalid url domain/, 'invalid-url-domain'],
  [/denied|no permission|not.allow|subscribe/, 'denied'],
]

/** The error that a reply to `preVerifyJSAPI` means. As in the SDK, a reply without a text counts as "ok". */
export function refusal(
  { text, outcome, errMsg, ...reply }: BridgeReply,
  signedUrl: string,
): WeixinClientError | undefined {
  if (!text || outcome === 'ok' || outcome === 'function not exist') return undefined
  const code = reasons.find(([pattern]) => pattern.test(outcome))?.[1] ?? 'config-failed'
  const addresses = [reply.realAuthUrl ?? []].flat()
  // Some clients name two addresses. The one that was not signed is the news.
  const realAuthUrl = addresses.find((address) => address !== signedUrl) ?? addresses[0]
  const checked = realAuthUrl ? `, WeChat checked ${realAuthUrl}` : ''
  // As the SDK shows it, which is what developers search for.
  const shown = errMsg || `config:${outcome.replace(/^fail(ed)? /, '')}`
  const message = `WeChat rejected wx.config: ${shown}. The server signed ${signedUrl}${checked}.`
  return new WeixinClientError(code, { message, signedUrl, realAuthUrl })
}
