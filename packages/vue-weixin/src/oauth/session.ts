import { type ShallowRef, nextTick, shallowRef } from 'vue'
import type { ErrorResponse, User } from 'weixin-contract'
import { sessionStore } from '../browser/session-store.ts'
import { type WeixinClientError, asClientError } from '../errors/weixin-client-error.ts'
import { consentAddress, getUser, postSignOut } from '../http/api.ts'
import { parseBody } from '../http/transport.ts'
import type { PartContext } from '../part-context.ts'
import {
  type SignInOptions,
  STORED_SCROLL,
  STORED_SIGN_IN,
  currentPath,
  goToSignIn,
  goToSignInOnce,
  readStored,
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
      if (isAutomatic && user.value?.isSnapshot) leaveSnapshot()
      if (!isLoaded && user.value) restoreScroll(window)
      isLoaded = true
    }).finally(() => (flight = undefined)))

  let isAutomatic = false
  const leave = (): void => goToSignInOnce(context)

  /**
   * 使用完整服务, the bar of a snapshot page (快照页), reloads the page, while our session is still that of the virtual user.
   * Signing in again finds out, once for each page load that did not come from there.
   */
  function leaveSnapshot(): void {
    const [before] = readStored<[string?]>(window, STORED_SIGN_IN)
    if (before === currentPath(window)) sessionStore(window, STORED_SIGN_IN, null)
    else leave()
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
    signIn(options = {}) {
      if (options.redirect !== 'page') return goToSignIn(context, options)
      void run(async () => {
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
  const [path, x, y] = readStored<[string?, number?, number?]>(window, STORED_SCROLL)
  sessionStore(window, STORED_SCROLL, null)
  if (path === currentPath(window)) void nextTick(() => window?.scrollTo?.(x ?? 0, y ?? 0))
}
