import { rawRequest, type RawReply } from '../raw-request.ts'
import { SECRET, type Shop } from '../shop.ts'

/** A sign-in that was begun, as far as WeChat's way back. */
export interface Given {
  shop: Shop
  state: string
  code: string
  /** The cookie's name is the state's. */
  sealed: string
  send: (query: string, headers?: Record<string, string>) => Promise<RawReply>
}

export const stateOf = ({ headers }: RawReply): string =>
  /&state=(\w+)/.exec(headers['location']?.toString() ?? '')?.[1] ?? ''
export const cookiesOf = ({ headers }: RawReply): string[] => [headers['set-cookie'] ?? []].flat()
export const stateCookieOf = (response: RawReply): string =>
  /=([^;]+)/.exec(cookiesOf(response).join())?.[1] ?? ''
/** Begins to sign in as the simulator's first user. */
export async function begin(shop: Shop): Promise<Given> {
  const send: Given['send'] = (query, headers = {}) =>
    rawRequest(shop.url, `/weixin/oauth${query}`, { headers })
  const begun = await send('?returnTo=/orders')
  const { simulator } = shop
  const openid = simulator.users()[0]?.openid ?? ''
  const { code } = await simulator.createCode({ openid, scope: 'snsapi_base' })
  return { shop, send, code, state: stateOf(begun), sealed: stateCookieOf(begun) }
}

/** What nobody but us may read. */
export function secretsOf({ shop, code, state, sealed }: Given): string[] {
  const { simulator } = shop
  const { appSecret, apiV3Key, privateKey } = simulator.credentials
  const openids = simulator.users().map(({ openid }) => openid)
  return [
    SECRET,
    appSecret,
    apiV3Key,
    privateKey,
    'a user’s token',
    code,
    state,
    sealed,
    ...openids,
  ]
}
