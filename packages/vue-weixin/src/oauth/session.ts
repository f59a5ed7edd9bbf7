import { type ShallowRef, nextTick, shallowRef } from 'vue'
import type { ErrorResponse, User } from 'weixin-contract'
import { sessionStore } from '../browser/session-store.ts'
import { type WeixinClientError, asClientError } from '../errors/weixin-client-error.ts'
import { consentAddress, getUser, postSignOut } from '../http/api.ts'
import { parseBody } from '../http/transport.ts'
import type { PartContext } from '../part-context.ts'
import {
  STORED_PAGE,
  currentPath,
  goToSignIn,
  goToSignInOnce,
  readPage,
  rememberPage,
  returnQuery,
  signInUrl,
} from './go-to-sign-in.ts'

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

/** The signed-in user, once for the whole app. */
export interface Session {
  readonly user: ShallowRef<User | null>
  readonly isLoading: ShallowRef<boolean>
  readonly error: ShallowRef<WeixinClientError | null>
  /** Asks the server unless it has responded before. Never rejects. */
  load: () => Promise<void>
  /** Asks the server again. Never rejects. */
  refresh: () => Promise<void>
  signIn: (options?: SignInOptions) => void
  signOut: () => Promise<void>
  /** From now on, signs in whenever a call needs it. */
  signInAutomatically: () => void
}

type Context = Omit<PartContext, 'part'>

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
      if (user.value) arrive(user.value)
      isLoaded = true
    }).finally(() => (flight = undefined)))

  let isAutomatic = false
  const leave = (): void => goToSignInOnce(context)

  /**
   * A signed-in user's page: back from the sign-in, it is scrolled to where it was.
   *
   * 使用完整服务, the bar of a snapshot page (快照页), reloads the page, while our session is still that of the virtual user.
   * Signing in again finds out, once for each page load that did not come from there.
   */
  function arrive({ isSnapshot }: User): void {
    const [path, , x = 0, y = 0] = readPage(window)
    const isBack = path === currentPath(window)
    sessionStore(window, STORED_PAGE, null)
    if (isAutomatic && isSnapshot && !isBack) leave()
    if (isBack && !isLoaded) void nextTick(() => window?.scrollTo?.(x, y))
  }

  function signInAutomatically(): void {
    if (isAutomatic) return
    isAutomatic = true
    context.signIn.onRequired = leave
    context.http?.interceptors?.request.use((config) => {
      const transforms = [config.transformResponse ?? []].flat()
      // Before the app's own transforms and interceptors, which may hide the status.
      const watch = (text: unknown, _headers: unknown, status?: number): unknown => {
        const { error } = Object(parseBody(text)) as Partial<ErrorResponse>
        if (status === 401 && error?.signIn) {
          context.signIn.address = error.signIn
          leave()
        }
        return text
      }
      return { ...config, transformResponse: [watch, ...transforms] }
    })
  }

  return {
    signInAutomatically,
    user,
    isLoading,
    error,
    refresh,
    load: async () => {
      if (!isLoaded) await refresh()
    },
    signIn({ scope, returnTo = currentPath(window), redirect } = {}) {
      const query = `${scope ? `scope=${scope}&` : ''}${returnQuery(returnTo)}`
      if (redirect !== 'page') return goToSignIn(context, query)
      void run(async () => {
        const address = signInUrl(context.signIn, `${query}&mode=url`)
        const { url } = await consentAddress(context, address)
        rememberPage(context)
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
