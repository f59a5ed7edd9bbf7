import { sessionStore } from '../browser/session-store.ts'
import type { PartContext } from '../part-context.ts'

type Context = Pick<PartContext, 'window' | 'clock' | 'navigate' | 'signIn'>

/** The name under which the page that was left for the sign-in is stored. */
export const STORED_PAGE = 'sign-in'

/** Milliseconds within which a second sign-in for the same page would not help. */
const FUTILE_MS = 60_000

/** The query that comes back to a path of this site. */
export const returnQuery = (path: string): string => `returnTo=${encodeURIComponent(path)}`

/** The server's sign-in route. */
export const signInUrl = ({ address }: Context['signIn'], query: string): string =>
  `${address}${address.includes('?') ? '&' : '?'}${query}`

/** Leaves this page for the sign-in. @param query default: comes back to this page */
export function goToSignIn(
  context: Context,
  query: string = returnQuery(currentPath(context.window)),
): void {
  rememberPage(context)
  context.navigate(signInUrl(context.signIn, query))
}

/**
 * Leaves this page for a sign-in that nobody tapped for: at most once a minute for the same page, because a browser that
 * keeps no cookie would go round for ever. So would one that blocks its storage, and does not leave.
 */
export function goToSignInOnce(context: Context): void {
  const { window, clock } = context
  const [path, at = 0] = readPage(window)
  const isFutile = path === currentPath(window) && clock.now() - at < FUTILE_MS
  if (!isFutile && rememberPage(context)) goToSignIn(context)
}

/** Stores the page that is left, when, and where it is scrolled to. @returns whether the browser keeps it */
export function rememberPage({ window, clock }: Context): boolean {
  const { scrollX, scrollY } = window ?? {}
  const page = JSON.stringify([currentPath(window), clock.now(), scrollX, scrollY])
  sessionStore(window, STORED_PAGE, page)
  return sessionStore(window, STORED_PAGE) === page
}

/** The page that was left; empty where none is stored. */
export const readPage = (
  window: Context['window'],
): [path?: string, at?: number, x?: number, y?: number] =>
  JSON.parse(sessionStore(window, STORED_PAGE) ?? '[]') as []

/** Path, query and fragment of the page. */
export const currentPath = (window: Context['window']): string =>
  window ? window.location.pathname + window.location.search + window.location.hash : '/'
