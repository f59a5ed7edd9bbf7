import type { Cache } from '../cache/cache.ts'
import { weixinCode, weixinRefusal } from '../errors/weixin-codes.ts'
import { WeixinError } from '../errors/weixin-error.ts'
import type { WeixinErrorCode } from '../errors/catalogue.ts'
import type { CodeExchange, Lang, Account, Profile, WebToken } from '../remote/account.ts'
import { createSeal } from '../seal.ts'
import { createFirstResult } from './first-result.ts'
import { fitting, keepingProfile, SESSION_LIFE_SECONDS, type Session } from './session.ts'
import {
  createStates,
  type ConsentRedirect,
  type StateContent,
  type StatesOptions,
  type SignInRequest,
} from './states.ts'

/** What WeChat's redirect brought back. */
export interface Callback {
  state: string
  code: string
  /** The cookie of the state; undefined when the browser did not keep it. */
  sealedState: string | undefined
  /** Whether the redirect address is that of a sign-in which was started again. */
  isAgain: boolean
  /** The scope to start again with, where the cookie is lost. */
  scope: string
  /** The session of this browser so far. */
  previous: Session | null
}

/** A sign-in that is done. */
export interface SignedIn {
  session: Session
  /** The same, encrypted, for a cookie. */
  sealedSession: string
  /** Where the user goes on: a path of ours, or an address on one of our origins. */
  returnTo: string
  /** How long the session lasts. */
  lifeSeconds: number
}

/** The calls that sign-in (网页授权) is made of, for an app that signs users in by itself. */
export interface SignIn {
  /** Exchanges a code, which is valid once for five minutes, for a token of this user. Throws `code-refused`. */
  exchange(code: string): Promise<CodeExchange>
  /** A new token, or two more hours for the present one. Throws `web-token-refused`. */
  refresh(refreshToken: string): Promise<WebToken>
  /** The user's nickname and picture; needs a token of snsapi_userinfo. Throws `web-token-refused`. */
  profile(
    token: Pick<WebToken, 'accessToken' | 'openid'>,
    options?: {
      /** The language of the profile's texts. @default the option `signIn.lang` */
      lang?: Lang
    },
  ): Promise<Profile>
  /** Whether WeChat still accepts the token. */
  check(token: Pick<WebToken, 'accessToken' | 'openid'>): Promise<boolean>
}

/** Signing a user in by WeChat's redirect, for our own middleware. */
export interface SignInFlow {
  /** Throws `return-elsewhere`, `scope-unknown`. */
  begin(request: SignInRequest): Promise<ConsentRedirect>
  /**
   * A lost cookie or an invalid code starts the sign-in again, once: then the result is a new redirect.
   * Throws `state-unknown`, `state-used`, `cookie-lost`, `code-refused`, what WeChat's calls throw,
   * and what `onUser` throws.
   */
  finish(callback: Callback): Promise<SignedIn | ConsentRedirect>
  /** What a state stands for, by its cookie; undefined where it is none of ours. */
  open(state: string, sealedState: string): Promise<StateContent | undefined>
  /** The session in a cookie; null when there is none, or none that we made. */
  session(sealed: string | undefined): Promise<Session | null>
  /** What the instance offers the app. */
  readonly calls: SignIn
}

/**
 * Called for each sign-in before the session is made; when it throws, none is made. `token` is the user's own; it is not
 * stored here.
 */
export type OnUser = (user: Session, token: WebToken) => void | Promise<void>

export interface SignInOptions extends StatesOptions {
  account: Account
  cache: Cache
  lang: Lang | undefined
  onUser: OnUser | undefined
}

export function createSignIn(options: SignInOptions): SignInFlow {
  const { account, cache, encryptionKeys, now, appId, onUser } = options
  const lang = options.lang ?? 'zh_CN'
  const states = createStates(options)
  const results = createFirstResult({ cache, appId })
  const sessions = createSeal<Session>({ encryptionKeys, now, purpose: `weixin session ${appId}` })

  const codeRefused = translate('code-refused')
  const tokenRefused = translate('web-token-refused')

  const profile: SignIn['profile'] = (token, options = {}) =>
    account.profile(token, { lang: options.lang ?? lang }).catch(tokenRefused)

  async function signIn(code: string, { scope }: StateContent, previous: Session | null) {
    const exchanged = await account.exchangeCode(code).catch(codeRefused)
    const { openid, accessToken, refreshToken, expiresIn, isSnapshot } = exchanged
    const granted = exchanged.scope.split(',').includes('snsapi_userinfo')
    // The virtual user of a snapshot page has no profile.
    const mayRead = scope === 'snsapi_userinfo' && granted && !isSnapshot
    const shown = mayRead ? await profile(exchanged) : null
    const session = keepingProfile(
      {
        openid,
        scope,
        isSnapshot,
        unionid: exchanged.unionid ?? shown?.unionid ?? null,
        nickname: shown?.nickname ?? null,
        avatar: shown?.avatar ?? null,
      },
      previous,
    )
    await onUser?.(
      { ...session },
      { openid, accessToken, refreshToken, expiresIn, scope: exchanged.scope },
    )
    return sessions.seal(fitting(session), SESSION_LIFE_SECONDS)
  }

  async function readSession(sealed: string | undefined): Promise<Session | null> {
    return (sealed && (await sessions.open(sealed))) || null
  }

  return {
    begin: (request) => states.begin(request),

    async finish({ state, code, sealedState, isAgain, scope, previous }) {
      if (sealedState === undefined) {
        if (isAgain) throw new WeixinError('cookie-lost')
        return states.begin({ returnTo: '/', scope }, { isAgain: true })
      }
      const content = await states.open(state, sealedState)
      if (!content) throw new WeixinError('state-unknown')
      try {
        const work = () => signIn(code, content, previous)
        const sealedSession = await results.once(state, code, work)
        const session = await readSession(sealedSession)
        if (!session) throw new WeixinError('state-used')
        const { returnTo } = content
        return { session, sealedSession, returnTo, lifeSeconds: SESSION_LIFE_SECONDS }
      } catch (error) {
        const isInvalidCode = error instanceof WeixinError && error.code === 'code-refused'
        if (content.isAgain || !isInvalidCode) throw error
        return states.begin(content, { isAgain: true })
      }
    },

    open: (state, sealedState) => states.open(state, sealedState),
    session: readSession,
    calls: {
      exchange: (code) => account.exchangeCode(code).catch(codeRefused),
      profile,
      refresh: (refreshToken) => account.refreshWebToken(refreshToken).catch(tokenRefused),
      check: (token) => account.checkWebToken(token),
    },
  }
}

/** Turns a refusal whose code becomes `code` into that error; everything else goes on as it is. */
function translate(code: WeixinErrorCode) {
  return (error: unknown): never => {
    const response = error instanceof WeixinError ? error.response : undefined
    if (response && weixinCode('oauth', response.code)?.becomes === code)
      throw weixinRefusal('oauth', response)
    throw error
  }
}
