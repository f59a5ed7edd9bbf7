import type { JssdkConfig } from 'weixin-contract'
import type { Api } from '../api/api.ts'
import { WeixinClientError } from '../weixin-client-error.ts'

/** Hands one signature over this address to WeChat; rejects when WeChat refuses it. */
export type Attempt = (signed: JssdkConfig, url: string) => Promise<void>

/**
 * A refused signature is reported to our server, which finds out whether the address or the ticket
 * was wrong; what it signs anew is tried, once.
 */
export async function configWithRetry(
  attempt: Attempt,
  signed: JssdkConfig,
  url: string,
  server: Pick<Api, 'diagnose'>,
): Promise<void> {
  try {
    await attempt(signed, url)
  } catch (thrown) {
    if (!isWrongSignature(thrown)) throw thrown
    const checkedUrl = thrown.realAuthUrl?.split(' ', 1)[0] ?? url
    const { timestamp, nonceStr, signature } = signed
    const report = { url, checkedUrl, timestamp, nonceStr, signature }
    const diagnosis = await server.diagnose(report).catch(() => null)
    if (!diagnosis?.config) throw thrown
    await attempt(diagnosis.config, diagnosis.checkedUrl)
  }
}

function isWrongSignature(thrown: unknown): thrown is WeixinClientError {
  return (
    thrown instanceof WeixinClientError &&
    thrown.code === 'config-refused' &&
    thrown.message.includes('invalid signature')
  )
}
