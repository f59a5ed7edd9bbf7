import { createHash } from 'node:crypto'
import type { Cache } from '../cache/cache.ts'
import { WeixinError } from '../errors/weixin-error.ts'
import { authorizeAddress, type Scope } from '../protocol/authorize-address.ts'
import type { OfficialAccount } from '../remote/official-account.ts'
import { ownPath } from './return-to.ts'
import { createSeal } from './seal.ts'
import { SESSION_LIFE_SECONDS, type Session } from './session.ts'

export interface Begun {
  /** WeChat's address, where the visitor consents. */
  address: string
  state: string
  /** Goes into a cookie named after the state. */
  sealedState: string
  lifeSeconds: number
}

export interface Finished {
  /** Goes into the session cookie. */
  sealedSession: string
  /** A path of our own. */
  returnTo: string
  lifeSeconds: number
}

/** Signing a visitor in by WeChat's redirect (网页授权). */
export interface SignIn {
  /** Throws `return-elsewhere`, `scope-unknown`. */
  begin(wish: { returnTo: string; scope: string }): Promise<Begun>
  /** Throws `state-unknown`, `state-used`, `code-refused`, and what WeChat's calls throw. */
  finish(back: { state: string; code: string; sealedState: string | undefined }): Promise<Finished>
  /** The session in a cookie; null when there is none, or none that we made. */
  session(sealed: string | undefined): Promise<Session | null>
}

/** What a state stands for: sealed in a cookie, because WeChat takes letters and digits only. */
interface Meaning {
  state: string
  scope: Scope
  returnTo: string
}

interface Bound {
  codeHash: string
  sealedSession?: string
}

export interface SignInOptions {
  account: Pick<OfficialAccount, 'exchangeCode' | 'profile'>
  cache: Cache
  secrets: readonly string[]
  /** Milliseconds. */
  now: () => number
  nonce: () => string
  appId: string
  open: string
  origin: string
  /** Where WeChat sends the visitor back to. */
  redirectUri: string
}

const STATE_LIFE_SECONDS = 10 * 60
/** WeChat may load the address twice, and a code lives five minutes. */
const ANSWER_LIFE_MS = 5 * 60 * 1000
/** WeChat's codes for "this code is wrong, used, or expired". */
const DEAD_CODE = new Set(['40029', '40163', '42003'])

export function createSignIn(options: SignInOptions): SignIn {
  const { account, cache, secrets, now, nonce, appId, open, origin, redirectUri } = options
  const states = createSeal<Meaning>({
    secrets,
    now,
    purpose: `weixin state ${redirectUri} ${appId}`,
  })
  const sessions = createSeal<Session>({ secrets, now, purpose: `weixin session ${appId}` })
  const flights = new Map<string, { codeHash: string; answer: Promise<string> }>()

  return {
    async begin({ returnTo, scope }) {
      const path = ownPath(returnTo, origin)
      if (path === undefined) throw new WeixinError('return-elsewhere')
      if (!isScope(scope)) throw new WeixinError('scope-unknown')
      const state = nonce()
      const sealedState = await states.seal({ state, scope, returnTo: path }, STATE_LIFE_SECONDS)
      const address = authorizeAddress({ open, appId, redirectUri, scope, state })
      return { address, state, sealedState, lifeSeconds: STATE_LIFE_SECONDS }
    },

    async finish({ state, code, sealedState }) {
      const meaning = sealedState === undefined ? undefined : await states.open(sealedState)
      if (meaning?.state !== state) throw new WeixinError('state-unknown')
      const sealedSession = await answerOnce(meaning, code)
      return { sealedSession, returnTo: meaning.returnTo, lifeSeconds: SESSION_LIFE_SECONDS }
    },

    session: async (sealed) => (sealed && (await sessions.open(sealed))) || null,
  }

  /** The same state and code get the first answer again; another code is refused. */
  async function answerOnce(meaning: Meaning, code: string): Promise<string> {
    const codeHash = createHash('sha256').update(code).digest('base64url')
    const key = `weixin:${appId}:state:${meaning.state}`
    const running = flights.get(key)
    if (running) {
      if (running.codeHash !== codeHash) throw new WeixinError('state-used')
      return running.answer
    }
    const answer = answerFirst(key, meaning, code, codeHash).finally(() => flights.delete(key))
    flights.set(key, { codeHash, answer })
    return answer
  }

  async function answerFirst(
    key: string,
    meaning: Meaning,
    code: string,
    codeHash: string,
  ): Promise<string> {
    const bound = (await cache.get(key)) as Bound | undefined
    if (bound && bound.codeHash !== codeHash) throw new WeixinError('state-used')
    if (bound?.sealedSession !== undefined) return bound.sealedSession
    await cache.set(key, { codeHash }, ANSWER_LIFE_MS)
    const session = await exchange(code, meaning.scope)
    const sealedSession = await sessions.seal(session, SESSION_LIFE_SECONDS)
    await cache.set(key, { codeHash, sealedSession }, ANSWER_LIFE_MS)
    return sealedSession
  }

  async function exchange(code: string, scope: Scope): Promise<Session> {
    const visitor = await account.exchangeCode(code).catch((error: unknown) => {
      if (error instanceof WeixinError && error.said && DEAD_CODE.has(error.said.code))
        throw new WeixinError('code-refused', { said: error.said })
      throw error
    })
    const { openid, unionid, isSnapshot } = visitor
    const granted = visitor.scope.split(',').includes('snsapi_userinfo')
    // A snapshot's virtual visitor has no profile to read.
    const profile =
      scope === 'snsapi_userinfo' && granted && !isSnapshot ? await account.profile(visitor) : null
    return {
      openid,
      unionid,
      isSnapshot,
      scope,
      nickname: profile?.nickname ?? null,
      avatar: profile?.avatar ?? null,
    }
  }
}

function isScope(scope: string): scope is Scope {
  return scope === 'snsapi_base' || scope === 'snsapi_userinfo'
}
