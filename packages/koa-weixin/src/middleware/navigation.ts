import type { Context } from 'koa'

/**
 * Whether a browser loads a page, and shows or follows what it is answered. Browsers send Sec-Fetch-Dest together with
 * Sec-Fetch-Mode; Node's fetch sends a mode alone. WeChat on Android sends its own name as X-Requested-With, so only
 * XMLHttpRequest counts.
 */
export function isNavigation(ctx: Context): boolean {
  if (ctx.method !== 'GET' && ctx.method !== 'HEAD') return false
  if (ctx.get('sec-fetch-mode') === 'navigate') return true
  if (ctx.get('sec-fetch-dest') !== '') return false
  if (ctx.get('x-requested-with').toLowerCase() === 'xmlhttprequest') return false
  return /\btext\/html\b/i.test(ctx.get('accept'))
}
