import { WeixinError } from '../errors/weixin-error.ts'
import { authorizeAddress, type Scope } from '../protocol/authorize-address.ts'
import { createSeal } from '../seal.ts'
import { returnAddress } from './return-to.ts'

/** What a sign-in is begun for. */
export interface SignInRequest {
  /** A path of ours, or an address on one of our origins. */
  returnTo: string
  scope: string
  /** Asks for consent even where WeChat would be silent. @default false */
  forcePopup?: boolean
  /** Shows the snapshot page (快照页). @default false */
  forceSnapShot?: boolean
}

export interface ConsentRedirect {
  /** WeChat's address, where the visitor consents. */
  address: string
  state: string
  /** Goes into a cookie named after the state. */
  sealedState: string
  lifeSeconds: number
}

/** What a state stands for: sealed in a cookie, because WeChat takes letters and digits only. */
export interface StateContent extends Required<SignInRequest> {
  state: string
  scope: Scope
  /** The sign-in was started again: there is no third time. */
  isAgain: boolean
}

export interface States {
  /** Throws `return-elsewhere`, `scope-unknown`. */
  begin(wish: SignInRequest, again?: { isAgain: boolean }): Promise<ConsentRedirect>
  /** Undefined unless this cookie was made for this state, and in time. */
  open(state: string, sealedState: string): Promise<StateContent | undefined>
}

export interface StatesOptions {
  encryptionKeys: readonly string[]
  /** Milliseconds. */
  now: () => number
  nonce: () => string
  appId: string
  open: string
  origin: string
  allowedOrigins: Iterable<string>
  /** Where WeChat sends the visitor back to. */
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
    async begin(wish, { isAgain } = { isAgain: false }) {
      const { scope, forcePopup = false, forceSnapShot = false } = wish
      const returnTo = returnAddress(wish.returnTo, options)
      if (returnTo === undefined) throw new WeixinError('return-elsewhere')
      if (!isScope(scope)) throw new WeixinError('scope-unknown')
      const state = nonce()
      const meaning = { state, scope, returnTo, forcePopup, forceSnapShot, isAgain }
      return {
        // Marked where a lost cookie can't lose it. WeChat checks the host of this address, not its query.
        address: authorizeAddress({
          ...meaning,
          open,
          appId,
          redirectUri: isAgain ? `${redirectUri}?again=1` : redirectUri,
        }),
        state,
        sealedState: await seal.seal(meaning, STATE_LIFE_SECONDS),
        lifeSeconds: STATE_LIFE_SECONDS,
      }
    },
    async open(state, sealedState) {
      const meaning = await seal.open(sealedState)
      return meaning?.state === state ? meaning : undefined
    },
  }
}

function isScope(scope: string): scope is Scope {
  return scope === 'snsapi_base' || scope === 'snsapi_userinfo'
}
