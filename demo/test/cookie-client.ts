import type { TeaOrder } from '../contract.ts'

const WEIXIN_AGENT =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 MicroMessenger/8.0.50'

/** A customer without a browser: stores the shop's cookies, and follows WeChat's redirects one by one. */
export class Customer {
  #cookies = new Map<string, string>()

  async get<Response>(address: string): Promise<Response> {
    const response = await this.#request(address)
    if (!response.ok) throw new Error(`${address}: ${response.status}`)
    return (await response.json()) as Response
  }

  async post(address: string, body: object): Promise<Response> {
    return this.#request(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  }

  /** The address that `address` redirects to. */
  async follow(address: string): Promise<string> {
    const response = await this.#request(address)
    const location = response.headers.get('location')
    if (!location) throw new Error(`${address}: ${response.status} ${await response.text()}`)
    return new URL(location, address).href
  }

  /** The silent sign-in, snsapi_base, from the shop to WeChat and back. */
  async signIn(shop: string): Promise<void> {
    let address = `${shop}/weixin/oauth?scope=snsapi_base&returnTo=/orders`
    while (new URL(address).pathname !== '/orders') address = await this.follow(address)
  }

  async order(shop: string, teaId: string, cups: number): Promise<TeaOrder> {
    const response = await this.post(`${shop}/api/orders`, { teaId, cups })
    if (response.status !== 201) throw new Error(`ordering: ${response.status}`)
    return (await response.json()) as TeaOrder
  }

  async #request(address: string, init: RequestInit = {}): Promise<Response> {
    const cookie = [...this.#cookies].map((pair) => pair.join('=')).join('; ')
    const headers = new Headers(init.headers)
    headers.set('cookie', cookie)
    headers.set('user-agent', WEIXIN_AGENT)
    const response = await fetch(address, { ...init, redirect: 'manual', headers })
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (name !== undefined && value !== undefined) this.#cookies.set(name, value)
    }
    return response
  }
}
