/** As much of a browser as the page uses: this package is compiled without the types of the DOM. */
interface Browser {
  WeixinJSBridge?: {
    invoke(name: string, args: object, callback: (reply: Record<string, unknown>) => void): void
  }
  __wxjs_environment?: string
  location: { href: string; origin: string }
  navigator: { userAgent: string; cookieEnabled: boolean }
  document: {
    documentElement: { lang: string }
    getElementById(id: string): Element | null
    createElement(name: string): Element
    addEventListener(name: string, listener: () => void): void
  }
}

interface Element {
  textContent: string | null
  className: string
  appendChild(child: Element): void
  setAttribute(name: string, value: string): void
}

/** What the server saw of a call. */
interface Facts {
  now: number
  address: string
  ip: string
  allowedOrigins: readonly string[]
}

/** One row of the page. */
type Row = [id: string, status: 'ok' | 'warning' | 'failed', en: string, zh: string]

/**
 * Runs on the phone. It is sent as text, so it uses nothing from outside itself, and no syntax that WebViews of 2018 lack.
 */
export function checkInBrowser(): void {
  const browser = globalThis as unknown as Browser
  const { document, navigator, location } = browser
  const isChinese = document.documentElement.lang === 'zh'
  const TIMEOUT_MS = 8000
  const API_LIST = ['getBrandWCPayRequest', 'scanQRCode', 'updateAppMessageShareData']

  function show(row: Row): void {
    const list = document.getElementById('results')
    if (!list) return
    const [id, status, en, zh] = row
    const item = document.createElement('li')
    item.className = status
    item.setAttribute('data-check', id)
    const name = document.createElement('b')
    name.textContent = id
    const text = document.createElement('span')
    text.textContent = isChinese ? zh : en
    item.appendChild(name)
    item.appendChild(text)
    list.appendChild(item)
  }

  function end(): void {
    const state = document.getElementById('state')
    if (state) {
      state.textContent = isChinese ? '检查完成' : 'Done'
      state.setAttribute('data-state', 'done')
    }
  }

  function client(): Row {
    const agent = navigator.userAgent
    const version = /MicroMessenger\/([\d.]+)/.exec(agent)
    const system = /OpenHarmony|HarmonyOS/i.test(agent)
      ? 'HarmonyOS'
      : /iPhone|iPad/i.test(agent)
        ? 'iOS'
        : /Android/i.test(agent)
          ? 'Android'
          : /Windows/i.test(agent)
            ? 'Windows'
            : 'Mac'
    if (!version)
      return [
        'client',
        'failed',
        `Not WeChat: ${agent}. Open this address in a chat of WeChat.`,
        `不在微信中：${agent}。请在微信聊天窗口中打开本页。`,
      ]
    const seen = `WeChat ${version[1]} · ${system}`
    if (/wxwork/i.test(agent))
      return ['client', 'failed', `${seen}: WeCom can not pay.`, `${seen}：企业微信内无法支付。`]
    if (browser.__wxjs_environment === 'miniprogram' || /miniProgram/i.test(agent))
      return [
        'client',
        'failed',
        `${seen}: a web-view of a mini program can not pay; pay in the mini program.`,
        `${seen}：小程序 web-view 内无法支付，请在小程序中支付。`,
      ]
    return ['client', 'ok', seen, seen]
  }

  function waitForBridge(): Promise<boolean> {
    return new Promise((resolve) => {
      if (browser.WeixinJSBridge) return resolve(true)
      document.addEventListener('WeixinJSBridgeReady', () => resolve(true))
      setTimeout(() => resolve(!!browser.WeixinJSBridge), 3000)
    })
  }

  function invoke(name: string, args: object): Promise<Record<string, unknown> | null> {
    return new Promise((resolve) => {
      const { WeixinJSBridge: bridge } = browser
      if (!bridge) return resolve(null)
      setTimeout(() => resolve(null), TIMEOUT_MS)
      bridge.invoke(name, args, resolve)
    })
  }

  function messageOf(reply: Record<string, unknown> | null): string {
    if (!reply) return isChinese ? '没有应答' : 'no reply'
    const message = reply['err_msg'] || reply['errMsg']
    return typeof message === 'string' ? message : JSON.stringify(reply)
  }

  function clock(facts: Facts, sentAt: number): Row {
    const seconds = Math.round(((sentAt + Date.now()) / 2 - facts.now) / 1000)
    const isOff = Math.abs(seconds) > 60
    return [
      'clock',
      isOff ? 'warning' : 'ok',
      `The phone's clock is ${seconds} s away from the server's.`,
      `手机时间与服务器相差 ${seconds} 秒。`,
    ]
  }

  function address(facts: Facts): Row[] {
    const here = location.href.split('#')[0] || ''
    const isOurs = facts.allowedOrigins.indexOf(location.origin) >= 0
    const isSame = facts.address === location.origin
    return [
      [
        'address',
        isOurs ? 'ok' : 'failed',
        isOurs ? here : `${location.origin} is none of origin and allowedOrigins.`,
        isOurs ? here : `${location.origin} 不在 origin 和 allowedOrigins 中。`,
      ],
      [
        'proxy',
        isSame ? 'ok' : 'warning',
        `The server saw ${facts.address}, and your address as ${facts.ip}.${isSame ? '' : ' Set app.proxy = true and let the proxy pass X-Forwarded-Proto and Host; h5 payments need the payer’s IP address.'}`,
        `服务器看到的地址为 ${facts.address}，你的 IP 为 ${facts.ip}。${isSame ? '' : '请设置 app.proxy = true，并让反向代理传递 X-Forwarded-Proto 与 Host；H5 支付需要付款人的真实 IP。'}`,
      ],
    ]
  }

  async function verify(): Promise<Row[]> {
    const here = location.href.split('#')[0] || ''
    const response = await fetch(`config?url=${encodeURIComponent(here)}`)
    const signed = (await response.json()) as Record<string, string> & {
      error?: { code: string }
    }
    if (signed.error) {
      const { code } = signed.error
      return [
        ['config', 'failed', `The server signs no page: ${code}.`, `服务端签名失败：${code}。`],
      ]
    }
    const reply = await invoke('preVerifyJSAPI', {
      verifyJsApiList: API_LIST,
      appId: signed['appId'],
      verifyAppId: signed['appId'],
      verifySignType: 'sha1',
      verifyTimestamp: String(signed['timestamp']),
      verifyNonceStr: signed['nonceStr'],
      verifySignature: signed['signature'],
    })
    const message = messageOf(reply)
    if (!message.endsWith(':ok'))
      return [
        [
          'config',
          'failed',
          `WeChat refused the signature of this page: ${message}. Look at JS接口安全域名 and at the appId.`,
          `微信拒绝了本页的签名：${message}。请检查 JS接口安全域名 和 appId。`,
        ],
      ]
    return [
      ['config', 'ok', `WeChat accepted the signature of ${here}`, `微信接受了本页的签名：${here}`],
      await apis(),
    ]
  }

  async function apis(): Promise<Row> {
    const reply = await invoke('checkJsApi', { jsApiList: API_LIST })
    const given: unknown = reply && reply['checkResult']
    // Android replies with a text.
    const result = (typeof given === 'string' ? JSON.parse(given) : given || {}) as Record<
      string,
      unknown
    >
    const missing = API_LIST.filter((name) => result[name] !== true)
    const list = API_LIST.map((name) => `${name} ${result[name] === true ? '✓' : '✗'}`).join(', ')
    return ['js-api', missing.length > 0 ? 'warning' : 'ok', list, list]
  }

  async function run(): Promise<void> {
    show(client())
    const hasBridge = await waitForBridge()
    show([
      'bridge',
      hasBridge ? 'ok' : 'failed',
      hasBridge ? 'WeixinJSBridge is there.' : 'There is no WeixinJSBridge.',
      hasBridge ? 'WeixinJSBridge 已就绪。' : '没有 WeixinJSBridge。',
    ])
    const sentAt = Date.now()
    const response = await fetch('doctor/facts', { credentials: 'same-origin' })
    show([
      'cookies',
      response.ok ? 'ok' : 'failed',
      response.ok ? 'The cookie came back.' : 'The cookie did not come back.',
      response.ok ? 'Cookie 正常。' : 'Cookie 未能带回。',
    ])
    if (!response.ok) return
    const facts = (await response.json()) as Facts
    show(clock(facts, sentAt))
    address(facts).forEach(show)
    if (hasBridge) (await verify()).forEach(show)
  }

  run()
    .catch((error: unknown) => show(['page', 'failed', String(error), String(error)]))
    .then(end, end)
}
