import type Router from '@koa/router'
import type { Context, Middleware } from 'koa'

/** Where a router is meant to be. */
export interface Mounting {
  /** The option `base`. */
  base: string
  /** Under which path requests arrive at the router. */
  prefix: string
}

/** One route of @koa/router. */
type Layer = Router['stack'][number]

/**
 * Makes a router find its place: in a router whose prefix `base` begins with, the prefix is not added a second time.
 * `onNested` is called for each route that an outer router takes over, with the path under which the routes then are, from
 * the inside to the outside.
 */
export function followPrefixes(
  router: Router,
  mounting: Mounting,
  onNested: (place: string) => void,
): void {
  for (const layer of router.stack) {
    const suffix = String(layer.path).slice(mounting.prefix.length)
    let outer = ''
    // An outer router copies each route with its own properties, and calls this on the copy.
    layer.setPrefix = function setPrefix(this: Layer, added: string): Layer {
      outer = added + outer
      const place = placeOf(outer, mounting)
      this.path = suffix
      const usual = Object.getPrototypeOf(this) as Layer
      usual.setPrefix.call(this, place)
      onNested(place)
      return this
    }
  }
}

/**
 * The same routes, run on the path that the client sent where something in front (koa-mount) removed a beginning that
 * `prefix` has.
 */
export function followMounts(routes: Middleware, { prefix }: Mounting): Middleware {
  async function onOriginalPath(ctx: Context, next: () => Promise<unknown>): Promise<void> {
    const { path } = ctx
    ctx.path = originalPath(ctx)
    try {
      await routes(ctx, async () => {
        ctx.path = path
        await next()
      })
    } finally {
      ctx.path = path
    }
  }
  return (ctx, next) =>
    isUnder(ctx.path, prefix) || !isUnder(originalPath(ctx), prefix)
      ? routes(ctx, next)
      : onOriginalPath(ctx, next)
}

/** Under which path the routes are, where `outer` stands before the path that arrives at the router. */
export function placeOf(outer: string, { base, prefix }: Mounting): string {
  return prefix === base && `${base}/`.startsWith(`${outer}/`) ? base : outer + prefix
}

/** The path as the client sent it, without its query. */
export function originalPath({ originalUrl }: Pick<Context, 'originalUrl'>): string {
  return originalUrl.replace(/[?#].*$/s, '')
}

/** Whether a path is below another. */
export function isUnder(path: string, prefix: string): boolean {
  return path.startsWith(`${prefix}/`)
}
