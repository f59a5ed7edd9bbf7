import { webAddress } from '../http/loopback.ts'
import type { Call } from '../http/call.ts'
import { isOnRecord, type OnRecord } from '../phone/registered.ts'
import type { Scope } from '../state/codes.ts'
import * as refusals from './refusal.ts'

export interface AuthorizeRequest {
  redirectUri: string
  scope: Scope
  state: string | null
  /** The page that sign-in leads to is to be a snapshot page. */
  forceSnapShot: boolean
}

/** WeChat matches the link by one regular expression; so do we. The optional parameters come after state. */
const IN_ORDER =
  /^appid=[^&]+&redirect_uri=[^&]+&response_type=code&scope=[^&]+(?:&state=[^&]+)?(?:&(?:forcePopup|forceSnapShot|connect_redirect|component_appid)=[^&]*)*$/
const ENCODED_ONCE = /^(?:[A-Za-z0-9\-_.!~*'()]|%[0-9A-Fa-f]{2})+$/
const STATE = /^[a-zA-Z0-9]{1,128}$/

/** The raw value of a parameter, wherever it stands. */
function rawParameters(query: string): Map<string, string> {
  const pairs = query.split('&').map((pair): [string, string] => {
    const [name = '', ...value] = pair.split('=')
    return [name, value.join('=')]
  })
  return new Map(pairs)
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** Reads the query of the authorize address as strictly as the documentation says, on its raw text. */
export function readAuthorize(
  query: string,
  { appId, registered }: { appId: string; registered: OnRecord },
  call: Call,
): AuthorizeRequest {
  const raw = rawParameters(query)
  const given = (name: string): boolean => Boolean(raw.get(name))
  call.require('appid given', given('appid'), refusals.noAppId)
  call.require('redirect_uri given', given('redirect_uri'), refusals.noRedirectUri)
  call.require('scope given', given('scope'), refusals.noScope)
  call.require('state not empty', raw.get('state') !== '', refusals.emptyState)
  const isCode = raw.get('response_type') === 'code'
  call.require('response_type', isCode, refusals.wrongResponseType)
  call.require('order of the parameters', IN_ORDER.test(query), refusals.wrongOrder)
  call.require('appid', raw.get('appid') === appId, refusals.otherAppId)
  call.require('no component_appid', !raw.has('component_appid'), refusals.notBound)

  const encoded = raw.get('redirect_uri') ?? ''
  call.require('redirect_uri encoded once', ENCODED_ONCE.test(encoded), refusals.unencoded)
  const redirectUri = decode(encoded)
  const isTwice = webAddress(decode(redirectUri)) !== null
  const isAddress = webAddress(redirectUri) !== null
  call.require('redirect_uri absolute', isAddress, () => refusals.notAbsolute(isTwice))
  const isKnown = isOnRecord(registered, 'signInDomains', redirectUri)
  call.require('redirect_uri domain', isKnown, () => refusals.wrongDomain(redirectUri, registered))

  const scope = raw.get('scope')
  const known = scope === 'snsapi_base' || scope === 'snsapi_userinfo' ? scope : null
  call.check('scope', known !== null)
  if (!known) throw refusals.wrongScope()
  const state = raw.get('state') ?? null
  call.require('state', state === null || STATE.test(state), refusals.wrongState)
  // Documented: it forces the snapshot page, which exists for snsapi_userinfo. That forcePopup wins is an assumption.
  const isForced = raw.get('forceSnapShot') === 'true' && raw.get('forcePopup') !== 'true'
  return {
    redirectUri,
    scope: known,
    state,
    forceSnapShot: isForced && known === 'snsapi_userinfo',
  }
}
