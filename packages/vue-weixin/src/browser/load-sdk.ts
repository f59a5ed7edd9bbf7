import { WeixinClientError } from '../weixin-client-error.ts'

/** `weixin-js-sdk` as it is. */
export type Wx = (typeof import('weixin-js-sdk'))['default']

/**
 * The JS-SDK, loaded when first needed: it reads `window` while it loads, and is `undefined` on a server.
 * @throws {WeixinClientError} `sdk-not-loaded`
 */
export async function loadSdk(window: object): Promise<Wx> {
  const sdk = await import('weixin-js-sdk').catch(() => undefined)
  if (!sdk?.default) throw new WeixinClientError('sdk-not-loaded')
  // The npm build sets no global, yet its own getLocalImgData calls one: ReferenceError without this (1.6.5).
  Object.assign(window, { wx: sdk.default })
  return sdk.default
}
