import type { Ctx } from '../http/context.ts'
import type { Why } from '../http/call.ts'
import type { User } from '../state/users.ts'
import { letIn } from './cookie.ts'

const COOKIE = 'weixin_simulator_snapshot'

/** Where 使用完整服务 leads: the real user, and the authorize link that was answered for the virtual one. */
interface Behind {
  openid: string
  authorize: string
}

function readBehind(ctx: Ctx): Partial<Behind> {
  try {
    const value: unknown = JSON.parse(decodeURIComponent(ctx.cookies.get(COOKIE) ?? ''))
    return typeof value === 'object' && value !== null ? value : {}
  } catch {
    return {}
  }
}

/**
 * Shows the page that sign-in leads to as a snapshot page: from here on the phone's user is the virtual one.
 * Returns that user, or the real one where the simulator has no virtual user.
 */
export function enterSnapshot(ctx: Ctx, users: readonly User[], user: User): User {
  const virtual = users.find(({ isSnapshot }) => isSnapshot)
  if (user.isSnapshot || !virtual) return user
  const behind: Behind = { openid: user.openid, authorize: ctx.url }
  ctx.cookies.set(COOKIE, encodeURIComponent(JSON.stringify(behind)), {
    httpOnly: true,
    sameSite: 'lax',
    overwrite: true,
  })
  letIn(ctx, virtual.openid)
  return virtual
}

/**
 * 使用完整服务: the virtual user makes room for the real one. Returns the authorize link that asks for consent; null where
 * the snapshot page did not come from one: the page is loaded again.
 */
export function leaveSnapshot(
  ctx: Ctx,
  users: readonly User[],
): { openid: string; authorize: string | null } | undefined {
  const { openid, authorize } = readBehind(ctx)
  const real = users.filter(({ isSnapshot }) => !isSnapshot)
  const user = real.find((one) => one.openid === openid) ?? real[0]
  if (!user) return undefined
  ctx.cookies.set(COOKIE, null, { overwrite: true })
  letIn(ctx, user.openid)
  const isOurs = typeof authorize === 'string' && authorize.startsWith('/connect/oauth2/authorize?')
  return {
    openid: user.openid,
    authorize: isOurs ? authorize.replace('&forceSnapShot=true', '') : null,
  }
}

/** No function of WeChat works on a snapshot page. */
export const SNAPSHOT_REASON: Why = {
  code: 'snapshot-page',
  field: null,
  en: 'This is a snapshot page (快照页): the user can only look, and no function of WeChat works, until 使用完整服务 is tapped.',
  zh: '当前是快照页：用户只能浏览，点“使用完整服务”之前微信的任何功能都不可用。',
}
