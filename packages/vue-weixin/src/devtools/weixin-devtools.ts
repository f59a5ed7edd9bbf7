import type { Plugin } from 'vue'
import type { Weixin, WeixinContext } from '../weixin.ts'

/** Bundlers replace `process.env.NODE_ENV`, as they do for Vue itself. */
declare const process: { readonly env: { readonly NODE_ENV?: string } }

/**
 * Adds a timeline of `wx.config`, calls of the JS-SDK and payments to the Vue devtools. In development only: a production
 * build holds nothing of it. It needs the package `@vue/devtools-api`.
 * @param weixin what `createWeixin` has returned
 * @example
 * import { weixinDevtools } from 'vue-weixin/devtools'
 * app.use(weixin).use(weixinDevtools(weixin))
 */
export function weixinDevtools(weixin: Weixin): Plugin {
  return {
    install(app) {
      if (process.env.NODE_ENV === 'production' || !('window' in globalThis)) return
      void import('./timeline.ts').then(({ addTimeline }) =>
        addTimeline(app, weixin as WeixinContext),
      )
    },
  }
}
