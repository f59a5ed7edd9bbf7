import { isIP } from 'node:net'
import type { Middleware } from 'koa'
import type { CallState } from './context.ts'
import { isLoopback } from './loopback.ts'

/** WeChat's own names, which a developer may have pointed here in the hosts file. */
const WEIXIN =
  /^(api2?|open|wx)\.(weixin\.qq|mch\.weixin\.qq|tenpay)\.com$|^(api2?|mp)\.(mch\.)?weixin\.qq\.com$/
/** Names that no public name server answers for. */
const PRIVATE = /^[^.]+$|\.(localhost|local|internal|lan|home\.arpa)$/

/** The host part of a Host header, lower case; undefined for what is none. */
function hostnameIn(header: string): string | undefined {
  const [, name] = /^(\[[\da-f:.]+\]|[^\s:/?#@[\]\\]+)(?::\d{1,5})?$/i.exec(header) ?? []
  return name?.toLowerCase()
}

/**
 * Keeps out names from elsewhere that were made to point to this machine (DNS rebinding), on every path. A client reaches
 * us by loopback, an IP address, a private name, WeChat's own, or the name in the option `url`.
 */
export const ownHost = (names: readonly string[]): Middleware<CallState> =>
  async function ownHost(ctx, next) {
    const header = ctx.get('Host')
    const name = hostnameIn(header)
    const isOwn =
      name !== undefined &&
      (isLoopback(name) ||
        isIP(name.replace(/^\[|\]$/g, '')) > 0 ||
        PRIVATE.test(name) ||
        WEIXIN.test(name) ||
        names.includes(name))
    if (isOwn) return next()
    ctx.status = 403
    ctx.body = {
      error: `The simulator is not ${header}. If it is reached by this name, say so by the option url (--url).`,
    }
  }
