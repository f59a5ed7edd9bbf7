import { seconds } from '../clock.ts'
import { jsonBody, textOf } from '../http/body.ts'
import type { Call } from '../http/call.ts'
import type { Ctx } from '../http/context.ts'
import { countCall } from '../state/quotas.ts'
import type { CountedCall } from '../types.ts'
import { ticketOf } from '../state/tickets.ts'
import { forced, renew, stable, tokenState } from '../state/tokens.ts'
import type { Context } from '../context.ts'
import { ApiRefusal } from './refusal.ts'

const CREDENTIAL = 'client_credential'

function checkAccount(context: Context, call: Call, request: Record<string, unknown>): void {
  const { appId, appSecret } = context.state.account.credentials
  call.require('appid given', Boolean(request['appid']), () => new ApiRefusal(41002))
  call.require('appid', request['appid'] === appId, () => new ApiRefusal(40013))
  call.require('grant_type', request['grant_type'] === CREDENTIAL, () => new ApiRefusal(40002))
  call.require('secret given', Boolean(request['secret']), () => new ApiRefusal(41004))
  call.require('secret', request['secret'] === appSecret, () => new ApiRefusal(40125))
}

/** Who asks, and how often: after the account has been proved. */
function checkCaller(context: Context, ctx: Ctx): void {
  const { allowlist } = context.overrides
  const ip = ctx.ip.replace(/^::ffff:/, '')
  const isAllowed = allowlist === null || allowlist.includes(ip)
  const ipv6 = ip.includes(':') ? ip : `::ffff:${ip}`
  const text = `invalid ip ${ip} ipv6 ${ipv6}, not in whitelist`
  ctx.state.call.require('IP allowlist', isAllowed, () => new ApiRefusal(40164, text))
}

function count(context: Context, call: Call, name: CountedCall): void {
  const { state, overrides, clock } = context
  const reached = countCall(state.counters, name, overrides.quotas[name], clock.now())
  const errcode = reached === 'day' ? 45009 : 45011
  call.require('quota', reached === null, () => new ApiRefusal(errcode))
}

const response = (one: { token: string; until: number }, now: number): Record<string, unknown> => ({
  access_token: one.token,
  expires_in: seconds(one.until - now),
})

/** GET /cgi-bin/token: each call gives a new token and retires the one before. */
export function classicToken(context: Context, ctx: Ctx): void {
  const now = context.clock.now()
  checkAccount(context, ctx.state.call, ctx.query)
  checkCaller(context, ctx)
  count(context, ctx.state.call, 'token')
  ctx.body = response(renew(context.state.tokens.classic, now, context.random), now)
}

/** POST /cgi-bin/stable_token: the same token while it lives. */
export function stableToken(context: Context, ctx: Ctx): void {
  const { call, raw } = ctx.state
  const now = context.clock.now()
  call.require('body given', raw.length > 0, () => new ApiRefusal(44002))
  const body = jsonBody(ctx)
  call.require('body is JSON', body !== undefined, () => new ApiRefusal(47001))
  call.request = { body }
  checkAccount(context, call, body ?? {})
  checkCaller(context, ctx)
  count(context, call, 'stable_token')
  const { state, random } = context
  const { tokens } = state
  const issued =
    body?.['force_refresh'] === true ? forced(tokens, now, random) : stable(tokens, now, random)
  call.check('daily quota of force_refresh', issued !== null)
  if (!issued) throw new ApiRefusal(45009)
  ctx.body = response(issued, now)
}

const LOOKS_LIKE_A_TOKEN = /^[\w-]{40,512}$/

/** GET /cgi-bin/ticket/getticket: by a global token of either kind. */
export function ticket(context: Context, ctx: Ctx): void {
  const { call } = ctx.state
  const now = context.clock.now()
  const token = textOf(ctx.query['access_token'])
  call.require('access_token given', Boolean(token), () => new ApiRefusal(41001))
  const isToken = LOOKS_LIKE_A_TOKEN.test(token ?? '')
  call.require('access_token well formed', isToken, () => new ApiRefusal(40014))
  const state = tokenState(context.state.tokens, token ?? '', now)
  call.require('access_token not expired', state !== 'expired', () => new ApiRefusal(42001))
  call.require('access_token is the account’s', state === 'good', () => new ApiRefusal(40001))
  count(context, call, 'getticket')
  const { type } = ctx.query
  const known = type === 'jsapi' || type === 'wx_card' ? type : null
  call.check('type', known !== null)
  if (!known) throw new ApiRefusal(40097)
  const issued = ticketOf(context.state.tickets, known, now, context.random)
  ctx.body = {
    errcode: 0,
    errmsg: 'ok',
    ticket: issued.ticket,
    expires_in: seconds(issued.until - now),
  }
}
