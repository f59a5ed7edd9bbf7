import { WeixinError } from '../errors/weixin-error.ts'
import { authorizeAddress, type Scope } from '../protocol/authorize-address.ts'
import { createSeal } from '../seal.ts'
import { returnAddress } from './return-to.ts'

/** What a sign-in is for. */
export interface SignInRequest {
  /** Where the user goes on afterwards: a path of ours, or an address on one of our origins. */
  returnTo: string
  /** `snsapi_base` or `snsapi_userinfo`. */
  scope: string
  /** Shows the consent page even where WeChat would be silent. @default false */
  forcePopup?: boolean
  /** Shows the snapshot page (快照页). @default false */
  forceSnapShot?: boolean
}

/** Where the user is sent, and what the browser keeps meanwhile. */
export interface ConsentRedirect {
  /** WeChat's address, where the user consents. */
  address: string
  /** 32 random letters and digits, which WeChat returns. */
  state: string
  /** What the state stands for, encrypted, for a cookie named after the state. */
  sealedState: string
  /** How long the cookie is good. */
  lifeSeconds: number
}

/** What a state stands for. It lies encrypted in a cookie, because WeChat accepts letters and digits only. */
export interface StateContent extends Required<SignInRequest> {
  state: string
  scope: Scope
  /** Whether this sign-in was started again: it is not started a third time. */
  isAgain: boolean
}

export interface States {
  /** Throws `return-elsewhere`, `scope-unknown`. */
  begin(request: SignInRequest, again?: { isAgain: boolean }): Promise<ConsentRedirect>
  /** Undefined unless this cookie was made for this state, and in time. */
  open(state: string, sealedState: string): Promise<StateContent | undefined>
}

export interface StatesOptions {
  encryptionKeys: readonly string[]
  /** The clock, in milliseconds since 1970. */
  now: () => number
  /** 32 random letters and digits. */
  nonce: () => string
  appId: string
  /** WeChat's host, `https://open.weixin.qq.com`. */
  open: string
  origin: string
  allowedOrigins: Iterable<string>
  /** Where WeChat redirects the user back to. */
  redirectUri: string
}

const STATE_LIFE_SECONDS = 10 * 60

export function createStates(options: StatesOptions): States {
  const { encryptionKeys, now, nonce, appId, open, redirectUri } = options
  const seal = createSeal<StateContent>({
    encryptionKeys,
    now,
    purpose: `weixin state ${redirectUri} ${appId}`,
  })
  return {
    async begin(request, { isAgain } = { isAgain: false }) {
      const { scope, forcePopup = false, forceSnapShot = false } = request
      const returnTo = returnAddress(request.returnTo, options)
      if (returnTo === undefined) throw new WeixinError('return-elsewhere')
      if (!isScope(scope)) throw new WeixinError('scope-unknown')
      const state = nonce()
      const content = { state, scope, returnTo, forcePopup, forceSnapShot, isAgain }
      return {
        // The mark is in the address, where a lost cookie cannot lose it. WeChat checks the host of the address only.
        address: authorizeAddress({
          ...content,
          open,
          appId,
          redirectUri: isAgain ? `${redirectUri}?again=1` : redirectUri,
        }),
        state,
        sealedState: await seal.seal(content, STATE_LIFE_SECONDS),
        lifeSeconds: STATE_LIFE_SECONDS,
      }
    },
    async open(state, sealedState) {
      const content = await seal.open(sealedState)
      return content?.state === state ? content : undefined
    },
  }
}

/** Whether WeChat knows this scope. */
export function isScope(scope: string | undefined): scope is Scope {
  return scope === 'snsapi_base' || scope === 'snsapi_userinfo'
}
