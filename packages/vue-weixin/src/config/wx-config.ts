import { within } from '../browser/clock.ts'
import { type Wx, loadSdk } from '../browser/load-sdk.ts'
import { pageRegistry } from '../browser/page-registry.ts'
import type { BridgeReply } from '../browser/bridge-reply.ts'
import { whenBridge } from '../browser/weixin-window.ts'
import { environmentOf } from '../environment/environment.ts'
import { WeixinClientError, asClientError } from '../errors/weixin-client-error.ts'
import { jssdkConfig } from '../http/api.ts'
import { never } from '../http/request.ts'
import { type PartContext, withoutHash } from '../part-context.ts'
import { type Verify, signAndVerify } from './sign-and-verify.ts'
import { refusal, verify } from './verify.ts'

/** What a page wants to use of the JS-SDK. */
export interface WxConfigLists {
  /** Functions of `wx`. @default [] */
  jsApiList?: readonly string[]
  /** Open tags. @default [] */
  openTagList?: readonly string[]
  /** Lets the SDK show each reply in an alert. @default false */
  debug?: boolean
}

/** The one caller of `wx.config` in an instance. */
export interface WxConfig {
  /**
   * Adds to the lists of the app and runs `wx.config` for the present address, once for each address and list.
   * @throws {WeixinClientError} `not-in-weixin`, `no-bridge`, `sdk-not-loaded`, `timeout`, `invalid-signature`,
   *   `invalid-url-domain`, `denied`, `config-failed`, or the server's
   */
  configure(wanted?: WxConfigLists): Promise<Wx>
  /**
   * Registers a function to call when the outcome of the present address changes after its promise has settled: a
   * later config failed (an error), or WeChat accepted after the time-out (null). Returns what removes it.
   */
  onChange(listener: (error: WeixinClientError | null) => void): () => void
}

type Context = Pick<PartContext, 'base' | 'request' | 'window' | 'clock' | 'landingUrl'>

/** Milliseconds for WeChat's reply to `wx.config`; WeChat may have to ask its own server. */
const REPLY_MS = 10_000

/** Creates the part of an instance that runs `wx.config`: one state for each address, one config at a time for the page. */
export function createWxConfig(
  context: Context,
  load: () => Promise<Wx> = () => loadSdk(context.window ?? {}),
): WxConfig {
  const { window, clock, landingUrl } = context
  const jsApiList = new Set<string>()
  const openTagList = new Set<string>()
  const listeners = new Set<(error: WeixinClientError | null) => void>()
  const page = pageRegistry(window)
  let debug = false
  // WeChat for iOS checks the address of the page load, the others check the present one; a rejected signature corrects it.
  let checksLanding = environmentOf(window) === 'weixin-ios'
  let latest: { key: string; done: Promise<Wx>; hasFailed: boolean } | undefined

  const notify = (error: WeixinClientError | null): void => {
    for (const listener of listeners) listener(error)
  }

  async function run(url: string, isLatest: () => boolean): Promise<Wx | undefined> {
    // One microtask later, so that components that are set up together share one config.
    await Promise.resolve()
    if (!isLatest() || !window) return undefined
    await whenBridge(window, clock, never)
    const signing = jssdkConfig(context, url)
    signing.catch(() => {}) // It is awaited below, unless the SDK cannot be loaded or a newer address takes over.
    const wx = await load()
    const mine = page.configs.then(async () => {
      if (!isLatest()) return undefined
      const check: Verify = async (config, address) => {
        const lists = { jsApiList: [...jsApiList], openTagList: [...openTagList] }
        const reply = verify(wx, window, { ...config, ...lists, debug })
        const isOver = await waitFor(reply)
        if (isOver) return refusal(await reply, address)
        // A reply that comes after the time-out still counts.
        void reply.then((late) => {
          if (!isLatest() || !latest) return
          const error = refusal(late, address) ?? null
          latest.hasFailed = error !== null
          if (!error) latest.done = Promise.resolve(wx)
          notify(error)
        })
        throw new WeixinClientError('timeout', { signedUrl: address })
      }
      const current = withoutHash(window.location.href)
      const accepted = await signAndVerify(context, check, url, otherOf(url, current), signing)
      if (landingUrl !== current) checksLanding = accepted === landingUrl
      return wx
    })
    page.configs = mine.catch(() => {})
    return mine
  }

  const otherOf = (url: string, current: string): string => (url === current ? landingUrl : current)

  /** Whether WeChat replied in time. */
  const waitFor = async (reply: Promise<BridgeReply>): Promise<boolean> =>
    (await within(clock, REPLY_MS, never, () => reply.then(() => true))) ?? false

  function configure(wanted: WxConfigLists = {}): Promise<Wx> {
    for (const name of wanted.jsApiList ?? []) jsApiList.add(name)
    for (const tag of wanted.openTagList ?? []) openTagList.add(tag)
    debug ||= wanted.debug ?? false
    if (!window) return Promise.reject(new WeixinClientError('not-in-weixin'))
    const url = checksLanding ? landingUrl : withoutHash(window.location.href)
    const key = JSON.stringify([url, [...jsApiList], [...openTagList], debug])
    if (latest?.key === key && !latest.hasFailed) return latest.done
    const mine = { key, done: start(), hasFailed: false }
    async function start(): Promise<Wx> {
      const newest = (): typeof mine => latest ?? mine
      try {
        const wx = await run(url, () => newest() === mine)
        if (wx) return wx
      } catch (thrown) {
        if (newest() === mine) {
          const error = asClientError(thrown)
          mine.hasFailed = true
          notify(error)
          throw error
        }
      }
      // A newer address or a longer list took over; its outcome is the outcome of this call, too.
      return newest().done
    }
    latest = mine
    return mine.done
  }

  return {
    configure,
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
