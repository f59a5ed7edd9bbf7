import { seconds } from '../clock.ts'
import { textOf } from '../http/body.ts'
import type { Call } from '../http/call.ts'
import type { Ctx } from '../http/context.ts'
import { CODE_LIFE, type Code } from '../state/codes.ts'
import { findUser } from '../state/users.ts'
import { issueWebToken, refreshWebToken, type WebToken } from '../state/web-tokens.ts'
import type { Context } from '../context.ts'
import { ApiRefusal } from './refusal.ts'

function checkAppId(context: Context, ctx: Ctx): void {
  const { call } = ctx.state
  const { appid } = ctx.query
  call.require('appid given', Boolean(appid), () => new ApiRefusal(41002))
  const isOurs = appid === context.state.account.credentials.appId
  call.require('appid', isOurs, () => new ApiRefusal(40013))
}

function takeCode(context: Context, call: Call, text: string): Code {
  const { appId } = context.state.account.credentials
  const code = context.state.codes.find((one) => one.code === text && one.appId === appId)
  call.check('code was issued for this appid', code !== undefined)
  if (!code) throw new ApiRefusal(40029)
  call.require('code is unused', !code.used, () => new ApiRefusal(40163))
  const isYoung = context.clock.now() - code.issuedAt < CODE_LIFE
  call.require('code is younger than 5 minutes', isYoung, () => new ApiRefusal(42003))
  code.used = true
  return code
}

const response = (token: WebToken, now: number): Record<string, unknown> => ({
  access_token: token.accessToken,
  expires_in: seconds(token.accessUntil - now),
  refresh_token: token.refreshToken,
  openid: token.openid,
  scope: token.scope,
})

/** GET /sns/oauth2/access_token: a code becomes a web token, once. */
export function exchangeCode(context: Context, ctx: Ctx): void {
  const { call } = ctx.state
  const { query } = ctx
  const { appSecret } = context.state.account.credentials
  checkAppId(context, ctx)
  call.require('secret given', Boolean(query['secret']), () => new ApiRefusal(41004))
  call.require('secret', query['secret'] === appSecret, () => new ApiRefusal(40125))
  const isGrant = query['grant_type'] === 'authorization_code'
  call.require('grant_type', isGrant, () => new ApiRefusal(40002))
  const text = textOf(query['code'])
  call.require('code given', Boolean(text), () => new ApiRefusal(41008))
  const code = takeCode(context, call, text ?? '')
  const now = context.clock.now()
  const { openid, scope } = code
  const isSnapshot = findUser(context.state.users, openid)?.isSnapshot
  ctx.body = {
    ...response(
      issueWebToken(context.state.webTokens, { openid, scope }, now, context.random),
      now,
    ),
    ...(isSnapshot && { is_snapshotuser: 1 }),
  }
}

/** GET /sns/oauth2/refresh_token: needs no secret. */
export function refreshToken(context: Context, ctx: Ctx): void {
  const { call } = ctx.state
  const { query } = ctx
  const now = context.clock.now()
  checkAppId(context, ctx)
  call.require('grant_type', query['grant_type'] === 'refresh_token', () => new ApiRefusal(40002))
  const request = query['refresh_token']
  call.require('refresh_token given', Boolean(request), () => new ApiRefusal(41003))
  const token = context.state.webTokens.find((one) => one.refreshToken === request)
  call.check('refresh_token was issued', token !== undefined)
  if (!token) throw new ApiRefusal(40030)
  const lives = token.refreshUntil > now
  call.require('refresh_token is younger than 30 days', lives, () => new ApiRefusal(42002))
  refreshWebToken(token, now, context.random)
  ctx.body = response(token, now)
}

function checkWebToken(context: Context, ctx: Ctx): WebToken {
  const { call } = ctx.state
  const { access_token: request, openid } = ctx.query
  call.require('access_token given', Boolean(request), () => new ApiRefusal(41001))
  call.require('openid given', Boolean(openid), () => new ApiRefusal(41009))
  const token = context.state.webTokens.find((one) => one.accessToken === request)
  call.check('access_token is a web token', token !== undefined)
  if (!token) throw new ApiRefusal(40001)
  const lives = token.accessUntil > context.clock.now()
  call.require('access_token not expired', lives, () => new ApiRefusal(42001))
  call.require('openid fits the token', token.openid === openid, () => new ApiRefusal(40003))
  return token
}

/** GET /sns/userinfo: since 2021 sex and region are empty, their keys stay. */
export function userInfo(context: Context, ctx: Ctx): void {
  const { call } = ctx.state
  const token = checkWebToken(context, ctx)
  const mayRead = token.scope === 'snsapi_userinfo'
  call.require('scope snsapi_userinfo', mayRead, () => new ApiRefusal(48001))
  const user = findUser(context.state.users, token.openid)
  ctx.body = {
    openid: token.openid,
    nickname: user?.nickname ?? '',
    sex: 0,
    language: '',
    city: '',
    province: '',
    country: '',
    headimgurl: user ? `${context.url}/simulator/avatars/${user.openid}.svg` : '',
    privilege: [],
  }
}

/** GET /sns/auth: is the web token still good? */
export function checkAuth(context: Context, ctx: Ctx): void {
  checkWebToken(context, ctx)
  ctx.body = { errcode: 0, errmsg: 'ok' }
}
