import { type ShallowRef, shallowRef } from 'vue'
import type { User } from 'weixin-contract'
import type { Api } from '../api/api.ts'
import { type WeixinClientError, asClientError } from '../weixin-client-error.ts'

export interface SignInOptions {
  /** `snsapi_base` knows the visitor silently, `snsapi_userinfo` asks for name and picture. Default: the server's. */
  scope?: 'snsapi_base' | 'snsapi_userinfo'
  /** A path of this site to come back to. Default: the present page. */
  returnTo?: string
}

/** Who visits, once for the whole app. */
export interface Session {
  readonly user: ShallowRef<User | null>
  readonly isLoading: ShallowRef<boolean>
  readonly error: ShallowRef<WeixinClientError | null>
  /** Asks the server unless it has answered before. Never rejects. */
  load: () => Promise<void>
  /** Asks the server anew. Never rejects. */
  refresh: () => Promise<void>
  signIn: (options?: SignInOptions) => void
}

interface Dependencies {
  server: Pick<Api, 'user' | 'signInAddress'>
  /** Where the visitor is: path, query and fragment. */
  here: () => string
  navigate: (address: string) => void
}

export function createSession({ server, here, navigate }: Dependencies): Session {
  const user = shallowRef<User | null>(null)
  const isLoading = shallowRef(false)
  const error = shallowRef<WeixinClientError | null>(null)
  let flight: Promise<void> | undefined
  let isLoaded = false

  async function ask(): Promise<void> {
    isLoading.value = true
    try {
      user.value = (await server.user()).user
      error.value = null
      isLoaded = true
    } catch (thrown) {
      error.value = asClientError(thrown)
    } finally {
      isLoading.value = false
      flight = undefined
    }
  }

  const refresh = (): Promise<void> => (flight ??= ask())
  return {
    user,
    isLoading,
    error,
    refresh,
    load: async () => {
      if (!isLoaded) await refresh()
    },
    signIn({ scope, returnTo = here() } = {}) {
      const query = new URLSearchParams(scope ? { scope, returnTo } : { returnTo })
      const address = server.signInAddress()
      navigate(`${address}${address.includes('?') ? '&' : '?'}${query}`)
    },
  }
}
