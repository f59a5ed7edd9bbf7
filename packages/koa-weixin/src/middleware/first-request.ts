import type Router from '@koa/router'
import type { Context, Middleware } from 'koa'
import { invalid } from '../errors/option-invalid.ts'
import type { WeixinError } from '../errors/weixin-error.ts'
import type { Internals } from '../internals.ts'
import { sendBodyCheck } from './body-check.ts'
import {
  followMounts,
  followPrefixes,
  isUnder,
  originalPath,
  placeOf,
  type Mounting,
} from './mounting.ts'
import { emitError, respondError } from './respond.ts'

/** Every router of ours, and what it was made for. */
const routers = new WeakMap<object, { instance: Internals; prefix: string }>()

/**
 * Makes a router follow the prefixes of what it is mounted in, and look at the app with the first request, whatever that
 * is: what would lose a notification is reported before money is under way.
 */
export function withChecks(router: Router, instance: Internals, mounting: Mounting): Router {
  const { base, prefix } = mounting
  let isChecked = false
  let refusal: WeixinError | undefined
  let nestedIn: string | undefined
  routers.set(router, { instance, prefix })

  // In a nested router only the routes themselves are called.
  const checkNested: Middleware = (ctx, next) => {
    if (!isChecked) {
      isChecked = true
      checkBody(ctx, instance, removedFrom(ctx) + (nestedIn ?? prefix))
    }
    return next()
  }
  for (const route of router.stack) route.stack.unshift(checkNested)
  followPrefixes(router, mounting, (place) => {
    if (nestedIn === undefined)
      queueMicrotask(() => {
        // A proxy in front of the server may remove a beginning of base.
        if (nestedIn !== undefined && !base.endsWith(nestedIn))
          instance.logger.error(mountedElsewhere(nestedIn, base).message)
      })
    nestedIn = place
  })

  const routes = followMounts(router.routes() as Middleware, mounting)
  const weixinRoutes: Middleware = (ctx, next) => {
    if (!isChecked) {
      isChecked = true
      refusal = checkApp(ctx, instance, mounting)
      for (const route of router.stack)
        route.stack = route.stack.filter((one) => one !== checkNested)
    }
    if (!refusal || !isUnder(ctx.path, prefix)) return routes(ctx, next)
    respondError(ctx, instance, refusal)
  }
  // An outer router reads `router`, and takes its routes over.
  router.routes = () => Object.assign(weixinRoutes, { router }) as ReturnType<Router['routes']>
  return router
}

/** Gives the error for which no request may be answered. */
function checkApp(ctx: Context, instance: Internals, mounting: Mounting): WeixinError | undefined {
  const { base, prefix } = mounting
  if (isMountedTwice(ctx, instance, prefix))
    return invalid(
      `base: ${prefix} is mounted for two instances; give each its own base, and so its own notify address`,
    )
  const place = placeOf(removedFrom(ctx), mounting)
  if (isUnder(ctx.path, prefix) && !base.endsWith(place))
    emitError(ctx, instance, mountedElsewhere(place, base))
  checkBody(ctx, instance, place)
  return undefined
}

/** What a body parser in front of `notify` leaves. `place` is the path of the routes on this server. */
function checkBody(ctx: Context, { notificationForm: form }: Internals, place: string): void {
  if (form !== null) void sendBodyCheck(ctx, { path: `${place}/notify`, form })
}

/** The error for routes that are found under `place`. */
function mountedElsewhere(place: string, base: string): WeixinError {
  return invalid(
    `base: the router is mounted under ${place}, while WeChat and the page are given addresses under ${base}; write base: '${place}'`,
  )
}

/** The first of two routers answers everything: notifications of the second account would reach the first. */
function isMountedTwice({ app }: Context, instance: Internals, prefix: string): boolean {
  const others = app.middleware.map((one) =>
    routers.get((one as { router?: object }).router ?? one),
  )
  return others.some((one) => one && one.instance !== instance && one.prefix === prefix)
}

/** The beginning of the path that something in front of the router has removed. */
function removedFrom(ctx: Context): string {
  const path = originalPath(ctx)
  return path.endsWith(ctx.path) ? path.slice(0, path.length - ctx.path.length) : ''
}
