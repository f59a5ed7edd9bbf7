import type Router from '@koa/router'
import type { CallState, Ctx } from '../http/context.ts'
import { webAddress } from '../http/loopback.ts'
import { avatarSvg, findUser, phoneUser } from '../state/users.ts'
import type { Context } from '../context.ts'
import { bridgeScript, cashierScript } from './bridge-script.ts'
import { chosenEnvironment, phoneCookie } from './cookie.ts'
import { embeddedFont, FONT_FAMILY, fontFile, fontStyleSheet } from './fonts.ts'

/** The dashboard opens the page that loaded the bridge, unless another one was set. */
function rememberPage(context: Context, ctx: Ctx): void {
  const referer = ctx.get('Referer')
  const isOwn = referer.startsWith(`${context.url}/`)
  if (context.phone.page === null && webAddress(referer) && !isOwn) context.phone.page = referer
}

/** Scripts, pictures and fonts of the simulated phone. */
export function assetRoutes(context: Context, router: Router<CallState>): void {
  router.get('/simulator/bridge.js', (ctx) => {
    rememberPage(context, ctx)
    const user = phoneUser(context.state.users, phoneCookie(ctx))
    ctx.type = 'text/javascript; charset=utf-8'
    // It differs by cookie, and a page has to get the environment that was chosen last.
    ctx.set('Cache-Control', 'no-store')
    ctx.body = bridgeScript(chosenEnvironment(ctx), { isSnapshot: user.isSnapshot })
  })
  router.get('/simulator/cashier.js', (ctx) => {
    ctx.type = 'text/javascript; charset=utf-8'
    ctx.set('Cache-Control', 'no-cache')
    ctx.body = cashierScript()
  })
  router.get('/simulator/avatars/:openid.svg', async (ctx) => {
    const user = findUser(context.state.users, ctx.params['openid'])
    if (!user) return
    ctx.type = 'image/svg+xml'
    const font = await embeddedFont(user.nickname.match(/./su)?.[0] ?? '')
    ctx.body = avatarSvg(user)
      .replace('<rect', `<style>${font}</style><rect`)
      .replace('sans-serif"', `sans-serif,'${FONT_FAMILY}'"`)
  })
  router.get('/simulator/fonts.css', (ctx) => {
    ctx.type = 'text/css; charset=utf-8'
    ctx.set('Cache-Control', 'max-age=3600')
    // Without a scheme: behind a proxy with TLS a page may not load from http.
    ctx.body = fontStyleSheet(`//${ctx.host}`)
  })
  router.get('/simulator/fonts/:name', async (ctx) => {
    const file = await fontFile(ctx.params['name'] ?? '')
    if (!file) return
    ctx.type = 'font/woff2'
    // Fonts are always fetched with CORS, and the sheet lies over a page of another origin.
    ctx.set('Access-Control-Allow-Origin', '*')
    ctx.set('Cache-Control', 'public, max-age=31536000, immutable')
    ctx.body = file
  })
}
