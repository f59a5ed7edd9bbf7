import type { Middleware } from 'koa'
import { WeixinError } from '../errors/weixin-error.ts'
import { observedResponse } from '../diagnostics/observed-response.ts'
import { internalsOf } from '../internals.ts'
import type { Weixin } from '../weixin.ts'
import { respond } from './respond.ts'
import { queryText } from './query.ts'

/**
 * `GET config?url=…`: what `wx.config` takes, for a page of our own. Answers `url-missing` and `url-not-ours`, and what
 * fetching a ticket throws.
 *
 * @example
 * router.get('/config', config(weixin))
 */
export function config(weixin: Weixin): Middleware {
  const instance = internalsOf(weixin)
  return observedResponse(instance, async function weixinConfig(ctx) {
    await respond(ctx, instance, async () => {
      const url = queryText(ctx, 'url')
      if (!url) throw new WeixinError('url-missing')
      return instance.jssdk.sign(url)
    })
  })
}
