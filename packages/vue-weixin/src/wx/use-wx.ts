import { onScopeDispose } from 'vue'
import { useWeixin } from '../weixin.ts'
import { type WxCalls, createWxCalls } from './wx-calls.ts'
import {
  type WxApiName,
  type WxCallName,
  type WxEventName,
  type WxEvents,
  type WxFunctions,
  wxMethods,
} from './wx-methods.ts'

/** Registers a handler; call what it returns to stop. It stops with the component's scope in any case. */
export type WxListen<Detail> = (handler: (detail: Detail) => void) => () => void

/** The name of a method behind `miniProgram.`. */
type MiniProgramName<Name> = Name extends `miniProgram.${infer Method}` ? Method : never

/** What `useWx` returns: every method of the JS-SDK by its name. */
export type UseWxReturn = {
  readonly [Name in Exclude<WxCallName, `miniProgram.${string}`>]: WxFunctions[Name]
} & {
  readonly [Name in WxEventName]: WxListen<WxEvents[Name]>
} & {
  /** Calls a method by its name. */
  readonly wx: <Name extends WxCallName>(
    name: Name,
    ...options: Parameters<WxFunctions[Name]>
  ) => ReturnType<WxFunctions[Name]>
  /** The methods of a page in a mini program's web-view. They need no `wx.config`. */
  readonly miniProgram: {
    readonly [Name in MiniProgramName<WxCallName>]: WxFunctions[`miniProgram.${Name}`]
  }
}

/**
 * The JS-SDK as promises that settle. A method that is taken out here is added to `jsApiList`, and `wx.config` starts at
 * once, so that it is done when a person taps. Does nothing on a server.
 *
 * A call rejects with a `WxError`: `call-cancelled` (see `isCancelled`), `call-denied`, `call-unsupported`,
 * `call-failed`, `call-timeout` or `call-aborted`; or with the error of `wx.config`, such as `not-in-weixin`.
 * @throws {Error} outside `setup()`, or without `app.use(createWeixin())`
 * @example
 * const { scanQRCode, onVoicePlayEnd } = useWx()
 * const { resultStr } = await scanQRCode({ scanType: ['qrCode'] })
 * onVoicePlayEnd(({ localId }) => console.log(localId))
 */
export function useWx(): UseWxReturn {
  const weixin = useWeixin()
  const calls = weixin.part(createWxCalls)
  const scope = createScope(calls, weixin.window !== undefined)
  const functions = new Map<string, unknown>()
  return new Proxy({} as UseWxReturn, {
    get(_, name) {
      if (typeof name !== 'string') return undefined
      if (!functions.has(name)) functions.set(name, scope.make(name))
      return functions.get(name)
    },
  })
}

function createScope(calls: WxCalls, hasWindow: boolean): { make(name: string): unknown } {
  const wanted = new Set<WxApiName>()
  const stops = new Set<() => void>()
  onScopeDispose(() => stops.forEach((stop) => stop()), true)

  // One microtask later, for all methods that a component takes out together. Each call reports its own failure.
  function want(name: WxApiName): void {
    if (!hasWindow) return
    if (wanted.size === 0)
      void Promise.resolve().then(() => {
        const names = [...wanted]
        wanted.clear()
        calls.ready(names).catch(() => {})
      })
    wanted.add(name)
  }

  const listenTo =
    (name: WxEventName): WxListen<WxEvents[WxEventName]> =>
    (handler) => {
      const end = calls.listen(name, handler)
      const stop = (): void => {
        end()
        stops.delete(stop)
      }
      stops.add(stop)
      return stop
    }

  return {
    make(name) {
      if (name === 'wx') return calls.call
      if (name === 'miniProgram')
        return Object.fromEntries(
          miniPrograms.map((full) => [
            full.slice('miniProgram.'.length),
            (options?: object) => calls.call(full, options),
          ]),
        )
      if (!isMethod(name)) return undefined
      const { waitsFor } = wxMethods[name]
      if (waitsFor === 'share' || name.startsWith('miniProgram.')) return undefined
      want(name as WxApiName)
      if (waitsFor === 'event') return listenTo(name as WxEventName)
      return (options?: object) => calls.call(name as WxCallName, options)
    },
  }
}

const isMethod = (name: string): name is keyof typeof wxMethods =>
  Object.prototype.hasOwnProperty.call(wxMethods, name)

const miniPrograms = (Object.keys(wxMethods) as WxCallName[]).filter((name) =>
  name.startsWith('miniProgram.'),
)
