import type { ConfigDiagnosis, JssdkConfig } from 'weixin-contract'
import { type Server, diagnose, jssdkConfig } from '../http/api.ts'
import { WeixinClientError } from '../errors/weixin-client-error.ts'

/** Hands one signature to WeChat. Resolves with the error that WeChat's reply means, if it means one. */
export type Verify = (signed: JssdkConfig, url: string) => Promise<WeixinClientError | undefined>

/**
 * Signs an address and lets WeChat verify it. After a rejected signature a second one is tried, once: over the address
 * that WeChat named, as the server signs it anew; where WeChat named none, over the other address that this client
 * may check (the one of the page load, or the present one).
 * @param signing the signature over `url`, requested already
 * @returns the address that WeChat accepted
 * @throws {WeixinClientError} with the server's explanation where the signature was rejected
 */
export async function signAndVerify(
  server: Server,
  verify: Verify,
  url: string,
  otherUrl: string,
  signing: Promise<JssdkConfig>,
): Promise<string> {
  const signed = await signing
  const error = await verify(signed, url)
  if (!error) return url
  if (error.code !== 'invalid-signature') throw error

  if (!error.realAuthUrl && otherUrl !== url) {
    const isAccepted = await jssdkConfig(server, otherUrl).then(
      async (second) => !(await verify(second, otherUrl)),
      () => false,
    )
    if (isAccepted) return otherUrl
    throw explained(error, await report(server, signed, url, url))
  }
  const diagnosis = await report(server, signed, url, error.realAuthUrl ?? url)
  if (diagnosis?.config && !(await verify(diagnosis.config, diagnosis.checkedUrl)))
    return diagnosis.checkedUrl
  throw explained(error, diagnosis)
}

const report = (
  server: Server,
  { timestamp, nonceStr, signature }: JssdkConfig,
  url: string,
  checkedUrl: string,
): Promise<ConfigDiagnosis | undefined> =>
  diagnose(server, { url, checkedUrl, timestamp, nonceStr, signature }).catch(() => undefined)

/** The error with the server's explanation of it. */
function explained(
  error: WeixinClientError,
  diagnosis: ConfigDiagnosis | undefined,
): WeixinClientError {
  if (!diagnosis) return error
  const { difference, url, checkedUrl } = diagnosis
  const why = difference
    ? ` The addresses differ from character ${difference.at} on ("${url.slice(difference.at, difference.at + 12)}" was signed, "${checkedUrl.slice(difference.at, difference.at + 12)}" was checked); rule: ${difference.rule}.`
    : ' The server finds no difference between the two addresses.'
  const { code, message, signedUrl, realAuthUrl } = error
  return new WeixinClientError(code, {
    message: message + why,
    signedUrl,
    realAuthUrl,
    difference,
  })
}
