import { type ShallowRef, shallowReadonly } from 'vue'
import type { User } from 'weixin-contract'
import type { WeixinClientError } from '../errors/weixin-client-error.ts'
import { useWeixin } from '../weixin.ts'
import type { SignInOptions } from './go-to-sign-in.ts'
import { createSession } from './session.ts'

/** What `useOAuth` returns. */
export interface UseOAuthReturn {
  /** The signed-in user; null before the server responded and when nobody is signed in. The openid stays on the server. */
  readonly user: Readonly<ShallowRef<User | null>>
  /** True until the server has responded for the first time, and during each later call. True on a server. */
  readonly isLoading: Readonly<ShallowRef<boolean>>
  /** Why the last call failed, else null. */
  readonly error: Readonly<ShallowRef<WeixinClientError | null>>
  /**
   * Leaves this page for WeChat's consent and comes back to it, or to `returnTo`. With `redirect: 'server'` (default) the
   * server redirects to WeChat; with `'page'` the server is asked for the address of the consent page, and this page
   * goes there. Never rejects; see `error`.
   * @example <button @click="signIn({ scope: 'snsapi_userinfo' })">登录</button>
   */
  signIn: (options?: SignInOptions & { redirect?: 'server' | 'page' }) => Promise<void>
  /** Ends the session on the server; `user` is null then. Never rejects; see `error`. */
  signOut: () => Promise<void>
  /** Asks the server again who is signed in. Never rejects; see `error`. */
  refresh: () => Promise<void>
}

/**
 * The signed-in user, requested once for the whole app. Requests nothing on a server.
 * @throws {Error} outside `setup()`, or without `app.use(createWeixin())`
 * @example
 * const { user, signIn, signOut } = useOAuth()
 */
export function useOAuth(): UseOAuthReturn {
  const { part, window } = useWeixin()
  const { user, isLoading, error, load, signIn, signOut, refresh } = part(createSession)
  if (window) void load()
  return {
    user: shallowReadonly(user),
    isLoading: shallowReadonly(isLoading),
    error: shallowReadonly(error),
    signIn,
    signOut,
    refresh,
  }
}
