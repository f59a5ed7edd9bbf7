import type { Clock } from '../browser/clock.ts'
import type { Wx } from '../browser/load-sdk.ts'
import { type WeixinWindow, checksLandingUrl, whenBridge } from '../browser/weixin-window.ts'
import type { Api } from '../api/api.ts'
import { WeixinClientError, asClientError } from '../weixin-client-error.ts'
import { type Attempt, configWithRetry } from './config-with-retry.ts'
import { createVerify } from './verify.ts'

/** What a page wants to use of the JS-SDK. */
export interface WxConfigLists {
  jsApiList?: readonly string[]
  openTagList?: readonly string[]
  debug?: boolean
}

export interface WxConfig {
  /**
   * Adds to what the app wants and runs `wx.config` for the present address, once for each address and list.
   * @throws {WeixinClientError} `not-in-weixin`, `no-bridge`, `sdk-not-loaded`, `config-refused`, `config-timeout`, or the server's
   */
  configure(wanted?: WxConfigLists): Promise<Wx>
  /** Tells everybody when a config fails, even one that counted as done. Returns what stops it. */
  onError(tell: (error: WeixinClientError) => void): () => void
}

interface Dependencies {
  server: Pick<Api, 'jssdkConfig' | 'diagnose'>
  window: WeixinWindow | undefined
  clock: Clock
  loadSdk: () => Promise<Wx>
}

const withoutHash = (href: string): string => href.split('#', 1)[0] ?? href

/** The only caller of `wx.config`: two at once would answer each other's callbacks. Make it before a router changes the address. */
export function createWxConfig({ server, window, clock, loadSdk }: Dependencies): WxConfig {
  const landing = withoutHash(window?.location.href ?? '')
  const never = new AbortController().signal
  const jsApiList = new Set<string>()
  const openTagList = new Set<string>()
  const listeners = new Set<(error: WeixinClientError) => void>()
  const verify = createVerify(clock, fail)
  let debug = false
  let latest: { key: string; done: Promise<Wx>; hasFailed: boolean } | undefined
  let turn: Promise<unknown> = Promise.resolve()

  async function run(url: string, isLatest: () => boolean): Promise<Wx | undefined> {
    // One turn later, so that components that are set up together share one config.
    if (!isLatest()) return undefined
    await whenBridge(window, clock, never)
    const [wx, signed] = await Promise.all([loadSdk(), server.jssdkConfig(url)])
    const mine = turn.then(async () => {
      if (!isLatest()) return undefined
      const lists = { jsApiList: [...jsApiList], openTagList: [...openTagList] }
      const attempt: Attempt = (config, address) =>
        verify(wx, { ...config, ...structuredClone(lists), debug }, address)
      await configWithRetry(attempt, signed, url, server)
      return wx
    })
    turn = mine.catch(() => {})
    return mine
  }

  function configure(wanted: WxConfigLists = {}): Promise<Wx> {
    for (const name of wanted.jsApiList ?? []) jsApiList.add(name)
    for (const tag of wanted.openTagList ?? []) openTagList.add(tag)
    debug ||= wanted.debug ?? false
    if (!window) return Promise.reject(new WeixinClientError('not-in-weixin'))
    const url = checksLandingUrl(window) ? landing : withoutHash(window.location.href)
    const key = JSON.stringify([url, [...jsApiList], [...openTagList], debug])
    if (latest?.key === key && !latest.hasFailed) return latest.done
    const flight = { key, done: Promise.resolve().then(start), hasFailed: false }
    async function start(): Promise<Wx> {
      const newest = (): typeof flight => latest ?? flight
      try {
        const wx = await run(url, () => newest() === flight)
        if (wx) return wx
      } catch (thrown) {
        if (newest() === flight) throw fail(asClientError(thrown))
      }
      // Overtaken by a newer address or a longer list: that one's outcome is this one's too.
      return newest().done
    }
    latest = flight
    return flight.done
  }

  function fail(error: WeixinClientError): WeixinClientError {
    if (latest) latest.hasFailed = true
    for (const tell of listeners) tell(error)
    return error
  }

  return {
    configure,
    onError(tell) {
      listeners.add(tell)
      return () => listeners.delete(tell)
    },
  }
}
