import { createHash, randomBytes } from 'node:crypto'
import type { Context } from 'koa'
import { sessionOf, type Weixin } from 'koa-weixin'

const GUEST_COOKIE = 'tea-shop-guest'
const YEAR_MS = 365 * 24 * 3600 * 1000

/**
 * The customer who makes this request: an openid from koa-weixin's session, else a guest, who uses a browser outside
 * WeChat. Throws 401 when it is neither, and 403 for the virtual user of a snapshot page (快照页), who can only look.
 */
export async function customerOf(weixin: Weixin, ctx: Context): Promise<string> {
  const session = await sessionOf(ctx, weixin)
  if (session?.isSnapshot) ctx.throw(403)
  const customer = session?.openid ?? guestOf(ctx)
  if (customer === null) ctx.throw(401)
  return customer
}

/** The guest of this browser. Null when there is none. The database contains a hash, so it does not give access. */
export function guestOf(ctx: Context): string | null {
  const token = ctx.cookies.get(GUEST_COOKIE)
  return token ? `guest:${createHash('sha256').update(token).digest('hex')}` : null
}

/** Makes this browser a guest, whose orders can be paid by H5 or a QR code. */
export function createGuest(ctx: Context): void {
  if (guestOf(ctx) !== null) return
  ctx.cookies.set(GUEST_COOKIE, randomBytes(16).toString('base64url'), {
    httpOnly: true,
    sameSite: 'lax',
    secure: ctx.secure,
    maxAge: YEAR_MS,
    overwrite: true,
  })
}
