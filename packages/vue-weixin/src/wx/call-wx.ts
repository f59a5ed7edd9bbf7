import { type Clock, within } from '../browser/clock.ts'
import type { Wx } from '../browser/load-sdk.ts'
import { guardReply } from '../browser/replace-invoke.ts'
import type { WeixinWindow } from '../browser/weixin-window.ts'
import type { CallOptions, WxCall } from './methods/method.ts'
import { WxError, refusal } from './wx-error.ts'

/** What is needed to call WeChat. */
export interface CallDependencies {
  /** @default none: a reply that the SDK cannot read ends in the time-out */
  window?: WeixinWindow | undefined
  clock: Clock
  /** Resolves with the SDK when this method may be called. */
  ready: () => Promise<Wx>
}

/** Milliseconds for a reply. Nobody looks at a picture or a QR code for longer than the last of them. */
const TIMEOUTS = { client: 10_000, network: 60_000, user: 600_000 } as const

/**
 * Calls one method of the SDK. Settles whatever happens.
 * @throws {WxError} when WeChat does not reply `ok`
 * @throws {WeixinClientError} what `ready` rejects with
 */
export async function callWx(
  name: string,
  method: WxCall<object, unknown>,
  { signal = new AbortController().signal, timeout, ...fields }: CallOptions,
  { window, clock, ready }: CallDependencies,
): Promise<unknown> {
  const sdk = await abortable(ready(), name, signal)
  return within(
    clock,
    timeout ?? TIMEOUTS[method.waitsFor],
    signal,
    (over) =>
      new Promise((resolve, reject) => {
        over.addEventListener('abort', () =>
          reject(new WxError(signal.aborted ? 'call-aborted' : 'call-timeout', name)),
        )
        const fail = (response: unknown): void => reject(refusal(name, response))
        const run = find(sdk, name)
        if (!run) return reject(new WxError('call-unsupported', name))
        const request = method.takesFunction
          ? resolve
          : {
              ...method.defaults,
              ...copy(fields),
              success: (response: object) =>
                resolve({ ...response, ...missing(method.empty, response) }),
              cancel: fail,
              fail,
            }
        try {
          guardReply(window, fail, () => run(request))
        } catch (thrown) {
          fail(thrown)
        }
      }),
  )
}

/** Settles like the promise, unless the signal aborts first. */
function abortable<T>(promise: Promise<T>, name: string, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(new WxError('call-aborted', name))
    if (signal.aborted) abort()
    signal.addEventListener('abort', abort)
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}

// A page may hold an older SDK, which the npm build then hands out instead of itself.
function find(sdk: Wx, name: string): ((options: unknown) => void) | undefined {
  const [group, member] = name.split('.') as [string, string | undefined]
  const methods = sdk as unknown as Record<string, unknown>
  const holder = member === undefined ? methods : (methods[group] as typeof methods | undefined)
  const run = holder?.[member ?? group]
  return typeof run === 'function' ? (options) => void run.call(holder, options) : undefined
}

/** The fields of `empty` that the response has no value for. */
const missing = (empty: object | undefined, response: object): object =>
  Object.fromEntries(
    Object.entries(empty ?? {}).filter(
      ([field]) => (response as Record<string, unknown>)[field] === undefined,
    ),
  )

// The SDK writes into the lists that it is given.
const copy = (fields: object): object =>
  Object.fromEntries(
    Object.entries(fields).map(([field, value]) => [
      field,
      Array.isArray(value) ? [...value] : value,
    ]),
  )
