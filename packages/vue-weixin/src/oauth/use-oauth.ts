import { type ShallowRef, shallowReadonly } from 'vue'
import type { User } from 'weixin-contract'
import type { WeixinClientError } from '../weixin-client-error.ts'
import { useWeixin } from '../weixin.ts'
import type { SignInOptions } from './session.ts'

export interface UseOAuthReturn {
  /** The visitor, null before the answer and when signed out. Its openid stays on the server. */
  readonly user: Readonly<ShallowRef<User | null>>
  readonly isLoading: Readonly<ShallowRef<boolean>>
  readonly error: Readonly<ShallowRef<WeixinClientError | null>>
  /** Leaves this page for WeChat's consent and comes back to it, or to `returnTo`. */
  signIn: (options?: SignInOptions) => void
  /** Asks the server again who visits. Never rejects; see `error`. */
  refresh: () => Promise<void>
}

/** Who visits: asked once for the whole app. Asks nothing on a server. */
export function useOAuth(): UseOAuthReturn {
  const { session, window } = useWeixin()
  if (window) void session.load()
  const { user, isLoading, error, signIn, refresh } = session
  return {
    user: shallowReadonly(user),
    isLoading: shallowReadonly(isLoading),
    error: shallowReadonly(error),
    signIn,
    refresh,
  }
}
