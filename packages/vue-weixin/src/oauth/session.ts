import { type ShallowRef, nextTick, shallowRef } from 'vue'
import type { User } from 'weixin-contract'
import { sessionStore } from '../browser/session-store.ts'
import { type WeixinClientError, asClientError } from '../errors/weixin-client-error.ts'
import { consentAddress, getUser, postSignOut } from '../http/api.ts'
import type { PartContext } from '../part-context.ts'
import {
  type SignInOptions,
  STORED_SCROLL,
  currentPath,
  goToSignIn,
  rememberScroll,
  signInUrl,
} from './go-to-sign-in.ts'

/** The signed-in user, once for the whole app. */
export interface Session {
  readonly user: ShallowRef<User | null>
  readonly isLoading: ShallowRef<boolean>
  readonly error: ShallowRef<WeixinClientError | null>
  /** Asks the server unless it has responded before. Never rejects. */
  load: () => Promise<void>
  /** Asks the server again. Never rejects. */
  refresh: () => Promise<void>
  signIn: (options?: SignInOptions & { redirect?: 'server' | 'page' }) => Promise<void>
  signOut: () => Promise<void>
}

type Context = Pick<PartContext, 'base' | 'request' | 'window' | 'navigate' | 'signInAddress'>

/** Creates the part of an instance that knows the user. */
export function createSession(context: Context): Session {
  const { window, navigate } = context
  const user = shallowRef<User | null>(null)
  // True from the start, on a server, too: nobody knows yet, and both renders of a hydrated page are the same.
  const isLoading = shallowRef(true)
  const error = shallowRef<WeixinClientError | null>(null)
  let flight: Promise<void> | undefined
  let isLoaded = false

  async function run(task: () => Promise<void>): Promise<void> {
    isLoading.value = true
    error.value = await task().then(
      () => null,
      (thrown) => asClientError(thrown),
    )
    isLoading.value = false
  }

  const refresh = (): Promise<void> =>
    (flight ??= run(async () => {
      user.value = (await getUser(context)).user
      if (!isLoaded && user.value) restoreScroll(window)
      isLoaded = true
    }).finally(() => (flight = undefined)))

  return {
    user,
    isLoading,
    error,
    refresh,
    load: async () => {
      if (!isLoaded) await refresh()
    },
    async signIn({ redirect = 'server', ...options } = {}) {
      if (redirect === 'server') return goToSignIn(context, options)
      await run(async () => {
        const { url } = await consentAddress(context, `${signInUrl(context, options)}&mode=url`)
        rememberScroll(context)
        navigate(url)
      })
    },
    signOut: () =>
      run(async () => {
        await postSignOut(context)
        user.value = null
      }),
  }
}

/** Scrolls to where the page was before the sign-in, if this is that page. */
function restoreScroll(window: Context['window']): void {
  const [path, x, y] = JSON.parse(sessionStore(window, STORED_SCROLL) ?? '[]') as [
    string?,
    number?,
    number?,
  ]
  sessionStore(window, STORED_SCROLL, null)
  if (path === currentPath(window)) void nextTick(() => window?.scrollTo?.(x ?? 0, y ?? 0))
}
