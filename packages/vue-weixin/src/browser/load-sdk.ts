import { WeixinClientError } from '../errors/weixin-client-error.ts'

/** The functions of `weixin-js-sdk`, as its types declare them. */
export type Wx = (typeof import('weixin-js-sdk'))['default']

let attempts = 0

/**
 * Loads the JS-SDK when it is first needed: it reads `window` while it loads, and is `undefined` on a server.
 * @throws {WeixinClientError} `sdk-not-loaded`; the next call loads it again
 */
export async function loadSdk(window: object): Promise<Wx> {
  const wx = await import('weixin-js-sdk').then(find, reload)
  if (!wx) throw new WeixinClientError('sdk-not-loaded')
  // The npm build sets no global, yet its getLocalImgData reads one (1.6.5): ReferenceError without this.
  if (!('wx' in window)) Object.assign(window, { wx })
  return wx
}

/** Chrome remembers for the life of the page that a module failed to load, so another address is asked for. */
async function reload(failure: unknown): Promise<Wx | undefined> {
  const [url] = /https?:\S+/.exec(String(failure)) ?? []
  if (!url || attempts++ === 0) return undefined
  return import(/* @vite-ignore */ `${url}?${attempts}`).then(find, () => undefined)
}

/** The SDK among the exports of its module: a bundler may wrap it in functions and give the exports other names. */
function find(module: unknown): Wx | undefined {
  for (const value of Object.values(module ?? {})) {
    const sdk: unknown = typeof value === 'function' ? value() : value
    if (isWx(sdk)) return sdk
    const inner = sdk && typeof sdk === 'object' && 'default' in sdk ? sdk.default : undefined
    if (isWx(inner)) return inner
  }
  return undefined
}

const isWx = (value: unknown): value is Wx =>
  typeof value === 'object' && value !== null && 'config' in value && 'ready' in value
