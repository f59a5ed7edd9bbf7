import { loadSdk, type Wx } from '../browser/load-sdk.ts'
import { whenBridge } from '../browser/weixin-window.ts'
import { createWxConfig } from '../config/wx-config.ts'
import type { PartContext } from '../part-context.ts'
import { callWx } from './call-wx.ts'
import type { WxCall } from './methods/method.ts'
import { pageEvents } from './page-events.ts'
import {
  type WxApiName,
  type WxCallName,
  type WxEventName,
  type WxEvents,
  wxMethods,
} from './wx-methods.ts'

/** A call or a registration, as the devtools show it. */
export interface WxActivity {
  name: string
  /** The command in `WeixinJSBridge`. */
  native: string
  options: object
  /** Settles with the call. */
  outcome: Promise<unknown>
}

/** The calls and the listeners of one app. */
export interface WxCalls {
  call: (name: WxCallName, options?: object) => Promise<unknown>
  /** Receives an event until the returned function is called. */
  listen: <Name extends WxEventName>(
    name: Name,
    handler: (detail: WxEvents[Name]) => void,
  ) => () => void
  /** The SDK, once these methods may be called. */
  ready: (names: readonly WxApiName[]) => Promise<Wx>
  /** Called with each call when it starts. */
  readonly observers: Set<(activity: WxActivity) => void>
}

/** Creates the part of an instance that calls the JS-SDK. */
export function createWxCalls({ part, window, clock }: PartContext): WxCalls {
  const wxConfig = part(createWxConfig)
  const observers: WxCalls['observers'] = new Set()
  const events = pageEvents(window)
  const queues = new Map<string, Promise<unknown>>()

  const ready: WxCalls['ready'] = (jsApiList) => wxConfig.configure({ jsApiList })

  /** Mini programs take these without `wx.config`, and the SDK drops them while there is no bridge. */
  async function readyWithoutConfig(): Promise<Wx> {
    await whenBridge(window, clock, new AbortController().signal)
    return loadSdk(window ?? {})
  }

  function inQueue(name: string, run: () => Promise<unknown>): Promise<unknown> {
    const mine = (queues.get(name) ?? Promise.resolve()).then(run)
    queues.set(
      name,
      mine.catch(() => {}),
    )
    return mine
  }

  function register(name: WxEventName): void {
    if (events.registered.has(name)) return
    events.registered.add(name)
    const handlers = events.handlers.get(name)
    const complete = (detail: never): void => handlers?.forEach((handler) => handler(detail))
    const outcome = ready([name]).then((sdk) => {
      const methods = sdk as unknown as Record<string, (options: object) => void>
      methods[name]?.({ complete })
    })
    observe(name, {}, outcome)
    outcome.catch(() => events.registered.delete(name))
  }

  function observe(
    name: WxCallName | WxEventName,
    options: object,
    outcome: Promise<unknown>,
  ): void {
    for (const observer of observers)
      observer({ name, native: wxMethods[name].native, options, outcome })
  }

  return {
    observers,
    ready,
    call(name, options = {}) {
      const method = wxMethods[name] as WxCall<object, unknown>
      const dependencies = {
        window,
        clock,
        ready: method.isFree ? readyWithoutConfig : () => ready([name as WxApiName]),
      }
      const run = (): Promise<unknown> => callWx(name, method, options, dependencies)
      const outcome = method.isSingle ? inQueue(name, run) : run()
      observe(name, options, outcome)
      return outcome
    },
    listen(name, handler) {
      let handlers = events.handlers.get(name)
      if (!handlers) events.handlers.set(name, (handlers = new Set()))
      handlers.add(handler)
      register(name)
      return () => void handlers.delete(handler)
    },
  }
}
