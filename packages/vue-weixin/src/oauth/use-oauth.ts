import { type ShallowRef, shallowReadonly } from 'vue'
import type { User } from 'weixin-contract'
import { checkOptions } from '../errors/check-options.ts'
import type { WeixinClientError } from '../errors/weixin-client-error.ts'
import { useWeixin } from '../weixin.ts'
import { type SignInOptions, createSession } from './session.ts'

/** The options of `useOAuth`. */
export interface UseOAuthOptions {
  /**
   * `automatic`: leave for the sign-in, once, when any call needs it: those of this package, and all calls of the given
   * `http`. At most once a minute for the same page, because a browser that keeps no cookie would go round for ever.
   * The user of a snapshot page (快照页) is signed in again at each page load: who has tapped 使用完整服务 is a real one then.
   * @default 'by-app'
   */
  signIn?: 'by-app' | 'automatic'
}

/** What `useOAuth` returns. */
export interface UseOAuthReturn {
  /** The signed-in user; null before the server responded and when nobody is signed in. The openid stays on the server. */
  readonly user: Readonly<ShallowRef<User | null>>
  /** True until the server has responded for the first time, and during each later call. True on a server. */
  readonly isLoading: Readonly<ShallowRef<boolean>>
  /** Why the last call failed, else null. */
  readonly error: Readonly<ShallowRef<WeixinClientError | null>>
  /**
   * Leaves this page for WeChat's consent and comes back to it, or to `returnTo`. Never throws; see `error`.
   * @example <button @click="signIn({ scope: 'snsapi_userinfo' })">登录</button>
   */
  signIn: (options?: SignInOptions) => void
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
export function useOAuth(options: UseOAuthOptions = {}): UseOAuthReturn {
  checkOptions('useOAuth', options, ['signIn'])
  const { part, window } = useWeixin()
  const session = part(createSession)
  const { user, isLoading, error, load, signIn, signOut, refresh } = session
  if (options.signIn === 'automatic') session.signInAutomatically()
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
