import type { Ctx } from '../http/context.ts'
import { findEnvironment, type Environment } from './environments.ts'

const USER = 'weixin_simulator_phone'
const ENVIRONMENT = 'weixin_simulator_environment'
const OPTIONS = { httpOnly: true, sameSite: 'lax', overwrite: true } as const

/** The openid of the phone's user, when this browser was let in as a phone. */
export const phoneCookie = (ctx: Ctx): string | undefined => ctx.cookies.get(USER)

/** Lets this browser in as the phone of this user. */
export const letIn = (ctx: Ctx, openid: string): void => {
  ctx.cookies.set(USER, openid, OPTIONS)
}

/** The in-app browser that was chosen for this browser; null: the browser as it is. */
export const chosenEnvironment = (ctx: Ctx): Environment | null =>
  findEnvironment(ctx.query['environment'] ?? ctx.cookies.get(ENVIRONMENT)) ?? null

/** Chooses an in-app browser for this browser; null: the browser as it is. */
export const chooseEnvironment = (ctx: Ctx, environment: Environment | null): void => {
  ctx.cookies.set(ENVIRONMENT, environment?.name ?? 'auto', OPTIONS)
}
