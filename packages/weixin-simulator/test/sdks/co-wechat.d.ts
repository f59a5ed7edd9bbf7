declare module 'co-wechat-oauth' {
  interface Token {
    data: { access_token: string; refresh_token: string; openid: string; scope: string }
  }
  class OAuth {
    constructor(appId: string, appSecret: string)
    request(url: string, options?: object): Promise<unknown>
    getAuthorizeURL(redirect: string, state: string, scope: string): string
    getAccessToken(code: string): Promise<Token>
    refreshAccessToken(refreshToken: string): Promise<Token>
    getUser(options: { openid: string; lang: string }): Promise<Record<string, unknown>>
    verifyToken(openid: string, accessToken: string): Promise<Record<string, unknown>>
  }
  export default OAuth
}

declare module 'co-wechat-api' {
  interface JsConfig {
    appId: string
    timestamp: string
    nonceStr: string
    signature: string
  }
  class API {
    constructor(appId: string, appSecret: string)
    prefix: string
    getAccessToken(): Promise<{ accessToken: string }>
    ensureAccessToken(): Promise<{ accessToken: string }>
    getLatestTicket(): Promise<{ ticket: string }>
    getTicket(type?: string): Promise<{ ticket: string }>
    getJsConfig(params: { url: string; debug: boolean; jsApiList: string[] }): Promise<JsConfig>
  }
  export default API
}
