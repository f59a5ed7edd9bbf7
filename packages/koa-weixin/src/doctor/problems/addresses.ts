import type { Problem } from '../problems.ts'

type Code =
  | 'origin-not-https'
  | 'origin-not-public'
  | 'origin-is-address'
  | 'origin-port'
  | 'verify-file-differs'
  | 'notify-headers'
  | `${Place}-${Trouble}`

/** What of the app is called. */
export type Place = 'routes' | 'notify' | 'verify-file'

/** What came back in place of what was expected. */
export type Trouble =
  | 'unreachable'
  | 'certificate'
  | 'redirected'
  | 'login'
  | 'not-found'
  | 'gateway'
  | 'page'
  | 'unexpected'

const PLACES: Record<Place, { en: string; zh: string }> = {
  routes: { en: "The address of koa-weixin's routes", zh: 'koa-weixin 的路由' },
  notify: { en: 'The notify address', zh: '支付通知地址' },
  'verify-file': { en: 'The file MP_verify', zh: 'MP_verify 校验文件' },
}

const TROUBLES: Record<Trouble, Pick<Problem, 'text' | 'remedy'>> = {
  unreachable: {
    text: { en: 'could not be reached from this machine', zh: '从本机无法访问' },
    remedy: {
      en: 'Start the app, and check DNS, firewall and proxy. Where only the inside cannot reach the public address (hairpin NAT), run the doctor on another machine.',
      zh: '请启动应用，并检查 DNS、防火墙和反向代理。若只是内网无法访问自己的公网地址，请换一台机器运行 doctor。',
    },
  },
  certificate: {
    text: {
      en: 'has a TLS certificate that cannot be verified: WeChat does not call it',
      zh: '的 TLS 证书无法验证，微信不会调用',
    },
    remedy: {
      en: 'Install a certificate of a public authority with its intermediate certificates.',
      zh: '请安装受信任机构签发的证书，并包含完整的中间证书链。',
    },
  },
  redirected: {
    text: { en: 'redirects: WeChat does not follow', zh: '返回了重定向，微信不会跟随' },
    remedy: {
      en: 'Let the exact address answer by itself: no change of host, scheme or slash, and no login in front of it.',
      zh: '请让该地址直接应答：不要跳转域名、协议或补斜杠，也不要在前面加登录。',
    },
  },
  login: {
    text: { en: 'is behind a login or a filter', zh: '前面有登录校验或访问限制' },
    remedy: {
      en: 'Mount koa-weixin before the login, or exempt its base path; WeChat signs in nowhere, its signature is the proof.',
      zh: '请把 koa-weixin 挂载在登录校验之前，或对 base 路径放行；微信通知以签名为凭证，不会登录。',
    },
  },
  'not-found': {
    text: { en: 'does not exist at this address', zh: '在该地址不存在' },
    remedy: {
      en: 'Compare the options origin and base with where the router is mounted and with the rules of the proxy.',
      zh: '请核对 origin、base 与路由的挂载位置以及反向代理规则。',
    },
  },
  gateway: {
    text: {
      en: 'is answered by the proxy in front, which does not reach the app',
      zh: '的请求没有到达应用，由前面的反向代理返回了错误',
    },
    remedy: {
      en: "Start the app, and compare its port with the proxy's rule (nginx: proxy_pass); the proxy's error log names the cause.",
      zh: '请启动应用，并核对端口与反向代理的转发规则（nginx 的 proxy_pass）；代理的错误日志中有具体原因。',
    },
  },
  page: {
    text: { en: 'is answered by a page (HTML)', zh: '返回的是网页（HTML）' },
    remedy: {
      en: 'Put koa-weixin before the fallback of the single-page app, and exempt its paths in the proxy.',
      zh: '请把 koa-weixin 放在单页应用的兜底路由之前，并在反向代理中单独转发。',
    },
  },
  unexpected: {
    text: { en: 'answers something else than expected', zh: '的应答与预期不符' },
    remedy: {
      en: 'Look at what answers: the app in front, a wrapper around responses, or the proxy.',
      zh: '请检查是谁作出的应答：前置应用、统一响应包装，或反向代理。',
    },
  },
}

function problemOf(place: Place, trouble: Trouble): Problem {
  const { text, remedy } = TROUBLES[trouble]
  return {
    text: { en: `${PLACES[place].en} ${text.en}.`, zh: `${PLACES[place].zh}${text.zh}。` },
    remedy,
  }
}

const CALLED = Object.fromEntries(
  (Object.keys(PLACES) as Place[]).flatMap((place) =>
    (Object.keys(TROUBLES) as Trouble[]).map((trouble) => [
      `${place}-${trouble}`,
      problemOf(place, trouble),
    ]),
  ),
) as Record<`${Place}-${Trouble}`, Problem>

/** Problems of the app's addresses. */
export const addressProblems: Record<Code, Problem> = {
  ...CALLED,
  'notify-headers': {
    text: {
      en: "The Wechatpay-* headers do not reach the notify address: something in front drops them, so no notification's signature can be verified.",
      zh: 'Wechatpay-* 请求头没有到达支付通知地址：被前面的代理或网关丢弃，所有通知都无法验签。',
    },
    remedy: {
      en: 'Let the proxy, gateway or CDN forward all request headers of this address unchanged.',
      zh: '请让反向代理、网关或 CDN 原样转发该地址的全部请求头。',
    },
  },
  'origin-not-https': {
    text: {
      en: 'origin is http: WeChat Pay notifies https addresses only, and the JS-SDK needs https.',
      zh: 'origin 使用了 http：微信支付只向 https 地址发送通知，JS-SDK 也要求 https。',
    },
    remedy: { en: 'Serve the app by https.', zh: '请使用 https 提供服务。' },
  },
  'origin-not-public': {
    text: {
      en: 'origin is an address of this machine or of a private network: WeChat cannot reach it.',
      zh: 'origin 是本机或内网地址，微信无法访问。',
    },
    remedy: {
      en: 'Give the public domain as origin; to develop, use a tunnel, or weixin-simulator as endpoints.',
      zh: '请把 origin 设为公网域名；开发时可使用内网穿透，或把 endpoints 指向 weixin-simulator。',
    },
  },
  'origin-is-address': {
    text: {
      en: 'origin is an IP address: the consoles take domains only.',
      zh: 'origin 是 IP 地址，微信后台只接受域名。',
    },
    remedy: { en: 'Give the domain as origin.', zh: '请把 origin 设为已备案的域名。' },
    console: 'mp.weixin.qq.com → 设置与开发 → 公众号设置 → 功能设置',
  },
  'origin-port': {
    status: 'warning',
    text: {
      en: 'origin has a port: the consoles take domains without one, which stand for 80 and 443.',
      zh: 'origin 带有端口：微信后台的域名不能带端口，只支持 80 和 443。',
    },
    remedy: { en: 'Serve the app on port 443.', zh: '请使用 443 端口提供服务。' },
  },
  'verify-file-differs': {
    text: {
      en: 'MP_verify is served with another content than the file has.',
      zh: 'MP_verify 的内容与下载的文件不一致。',
    },
    remedy: {
      en: 'Serve the file byte for byte: app.use(verifyFile(…)).',
      zh: '请原样返回该文件：app.use(verifyFile(…))。',
    },
    console: 'mp.weixin.qq.com → 设置与开发 → 公众号设置 → 功能设置',
  },
}
