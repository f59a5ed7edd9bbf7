import { type Clock, within } from '../browser/clock.ts'
import type { Wx } from '../browser/load-sdk.ts'
import { WeixinClientError } from '../weixin-client-error.ts'

type ConfigArgs = Omit<Parameters<Wx['config']>[0], 'jsApiList' | 'openTagList'> & {
  jsApiList: string[]
  openTagList: string[]
}

/** Milliseconds for WeChat's answer to `wx.config`; it may ask its own server. */
const ANSWER_MS = 10_000

/**
 * Milliseconds in which a refusal of a second or later config is waited for. The SDK (1.6.5) tells the end of the
 * first one only: after it, `wx.ready` runs at once, before WeChat has looked at the new signature.
 */
const REFUSAL_MS = 1_000

/**
 * Runs `wx.config` and waits for what WeChat says. Not to be called again before it settled.
 * @param onLateError hears of a refusal that comes when the call had settled already
 */
export function createVerify(
  clock: Clock,
  onLateError: (error: WeixinClientError) => void,
): (wx: Wx, args: ConfigArgs, url: string) => Promise<void> {
  let isAnswered = false
  let isListening = false
  let signedUrl = ''
  let refuse: ((error: WeixinClientError) => void) | undefined

  return async function verify(wx, args, url) {
    const never = new AbortController().signal
    signedUrl = url
    if (!isListening) {
      isListening = true
      // Once, and before the first config: a handler that comes after a failure is called, but not kept.
      wx.error((response) => (refuse ?? onLateError)(refusal(response, signedUrl)))
    }
    const isFirst = !isAnswered
    try {
      const isVerified = await within(
        clock,
        isFirst ? ANSWER_MS : REFUSAL_MS,
        never,
        (over) =>
          new Promise<boolean>((resolve, reject) => {
            refuse = reject
            over.addEventListener('abort', () => resolve(!isFirst))
            wx.config(args as Parameters<Wx['config']>[0])
            // Runs after a refusal as well, but then the promise has been rejected before.
            if (isFirst) wx.ready(() => resolve((isAnswered = true)))
          }),
      )
      if (!isVerified) throw new WeixinClientError('config-timeout', { signedUrl: url })
    } finally {
      refuse = undefined
    }
  }
}

function refusal(response: { errMsg: string; realAuthUrl?: string | string[] }, signedUrl: string) {
  const { errMsg, realAuthUrl: real } = response
  const realAuthUrl = real && [real].flat().join(' ')
  const checked = realAuthUrl ? `; WeChat checked ${realAuthUrl}` : ''
  const message = `WeChat refused wx.config: ${errMsg}. Signed was ${signedUrl}${checked}`
  return new WeixinClientError('config-refused', { message, signedUrl, realAuthUrl })
}
