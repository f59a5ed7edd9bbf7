import type { Middleware } from 'koa'
import type { CallState } from '../http/context.ts'
import type { Context } from '../context.ts'
import { isThisMachine } from './registered.ts'

/** The bridge script sends requests from pages on this machine, with the phone's cookie: no other page may. */
export const pagesOfThisMachine = (context: Context): Middleware<CallState> =>
  async function pagesOfThisMachine(ctx, next) {
    const origin = ctx.get('Origin')
    const isOurs = origin === context.url || isThisMachine(context.phone.registered, origin)
    if (origin !== '' && !isOurs) {
      ctx.status = 403
      ctx.body = { error: `No page of ${origin} may use the simulated phone` }
      return
    }
    if (origin !== '') {
      ctx.set('Access-Control-Allow-Origin', origin)
      ctx.set('Access-Control-Allow-Credentials', 'true')
      ctx.vary('Origin')
    }
    if (ctx.method === 'OPTIONS') {
      ctx.set('Access-Control-Allow-Methods', 'POST')
      ctx.set('Access-Control-Allow-Headers', 'content-type')
      ctx.status = 204
      return
    }
    if (ctx.method === 'POST') return next()
    ctx.status = 405
  }

/** Only our own pages post forms here. */
export const ownPages = (context: Context): Middleware<CallState> =>
  async function ownPages(ctx, next) {
    const origin = ctx.get('Origin')
    const own = [context.url, `http://${ctx.host}`]
    if (origin === '' || own.includes(origin)) return next()
    ctx.status = 403
    ctx.body = { error: `Not from ${origin}` }
  }
