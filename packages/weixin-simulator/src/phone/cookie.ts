import type { Ctx } from '../http/context.ts'

const NAME = 'weixin_simulator_phone'

/** The openid of the phone's user, when this browser was let in as a phone. */
export const phoneCookie = (ctx: Ctx): string | undefined => ctx.cookies.get(NAME)

/** Lets this browser in. */
export const letIn = (ctx: Ctx, openid: string): void => {
  ctx.cookies.set(NAME, openid, { httpOnly: true, sameSite: 'lax', overwrite: true })
}
