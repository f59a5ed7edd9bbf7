import { sessionStore } from '../browser/session-store.ts'
import type { PartContext } from '../part-context.ts'

/** The options of `signIn`. */
export interface SignInOptions {
  /**
   * `snsapi_base` identifies the user silently, `snsapi_userinfo` asks for nickname and avatar.
   * @default the server's
   */
  scope?: 'snsapi_base' | 'snsapi_userinfo'
  /** The path of this site to come back to. @default the present one, with its query and fragment, scrolled as it is */
  returnTo?: string
  /**
   * Who redirects to WeChat: the `server`, or this `page` after it has asked the server for the address.
   * @default 'server'
   */
  redirect?: 'server' | 'page'
}

type Context = Pick<PartContext, 'window' | 'navigate' | 'signIn'>

/** The name under which the scroll position is stored. */
export const STORED_SCROLL = 'scroll'

/** The name under which the last sign-in that nobody tapped for is stored. */
export const STORED_SIGN_IN = 'sign-in'

/** Milliseconds within which a second one for the same page would not help. */
const FUTILE_MS = 60_000

/** The server's sign-in route for these options. */
export function signInUrl(
  { window, signIn: { address } }: Context,
  { scope, returnTo = currentPath(window) }: SignInOptions = {},
): string {
  const scopeQuery = scope ? `scope=${scope}&` : ''
  return `${address}${address.includes('?') ? '&' : '?'}${scopeQuery}returnTo=${encodeURIComponent(returnTo)}`
}

/** Leaves this page for the sign-in. */
export function goToSignIn(context: Context, options: SignInOptions = {}): void {
  rememberScroll(context)
  context.navigate(signInUrl(context, options))
}

/**
 * Leaves this page for a sign-in that nobody tapped for: at most once a minute for the same page, because a browser that
 * keeps no cookie would go round for ever. So would one that blocks its storage, and does not leave.
 */
export function goToSignInOnce(context: Context & Pick<PartContext, 'clock'>): void {
  const { window, clock } = context
  const path = currentPath(window)
  const [before, at = 0] = readStored<[string?, number?]>(window, STORED_SIGN_IN)
  if (before === path && clock.now() - at < FUTILE_MS) return
  const record = JSON.stringify([path, clock.now()])
  sessionStore(window, STORED_SIGN_IN, record)
  if (sessionStore(window, STORED_SIGN_IN) === record) goToSignIn(context)
}

/** A stored list; an empty one where nothing is stored. */
export const readStored = <T>(window: Context['window'], key: string): T =>
  JSON.parse(sessionStore(window, key) ?? '[]') as T

/** Stores where the page is scrolled to, together with its path. */
export function rememberScroll({ window }: Pick<Context, 'window'>): void {
  const position = [currentPath(window), window?.scrollX, window?.scrollY]
  sessionStore(window, STORED_SCROLL, JSON.stringify(position))
}

/** Path, query and fragment of the page. */
export const currentPath = (window: Context['window']): string =>
  window ? window.location.pathname + window.location.search + window.location.hash : '/'
