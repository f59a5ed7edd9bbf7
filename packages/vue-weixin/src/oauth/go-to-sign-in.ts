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

/** Stores where the page is scrolled to, together with its path. */
export function rememberScroll({ window }: Pick<Context, 'window'>): void {
  const position = [currentPath(window), window?.scrollX, window?.scrollY]
  sessionStore(window, STORED_SCROLL, JSON.stringify(position))
}

/** Path, query and fragment of the page. */
export const currentPath = (window: Context['window']): string =>
  window ? window.location.pathname + window.location.search + window.location.hash : '/'
