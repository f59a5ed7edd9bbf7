import type { WeixinError } from '../errors/weixin-error.ts'
import { responseChannel } from './channels.ts'
import { startTiming } from './observed.ts'

/** As much of Koa's context as an event is made of. */
interface ResponseContext {
  method: string
  path: string
  status: number
  /** Set by @koa/router. */
  _matchedRoute?: unknown
}

/** The error with which a request was answered: our middleware catch it, so that it is written down here. */
const errors = new WeakMap<object, WeixinError>()

/** Remembers the error of a response, while somebody listens. */
export function noteError(ctx: object, error: WeixinError): void {
  if (responseChannel.hasSubscribers) errors.set(ctx, error)
}

/** The same middleware, which publishes what it answered. Its name stays. */
export function observedResponse<C extends ResponseContext, N>(
  { appId }: { appId: string },
  middleware: (ctx: C, next: N) => Promise<unknown>,
): (ctx: C, next: N) => Promise<unknown> {
  async function observe(ctx: C, next: N): Promise<void> {
    const elapsed = startTiming()
    await middleware(ctx, next)
    const { method, path, status, _matchedRoute: matched } = ctx
    const route = typeof matched === 'string' ? matched : path
    responseChannel.publish({ appId, method, route, status, ...elapsed(errors.get(ctx)) })
  }
  const wrapped = (ctx: C, next: N): Promise<unknown> =>
    responseChannel.hasSubscribers ? observe(ctx, next) : middleware(ctx, next)
  return Object.defineProperty(wrapped, 'name', { value: middleware.name })
}
