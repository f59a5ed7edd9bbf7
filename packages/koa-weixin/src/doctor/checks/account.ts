import type { Check } from '../check.ts'
import type { DoctorContext } from '../context.ts'
import { ok, problem, skipped } from '../findings.ts'
import type { Finding } from '../report.ts'

/** The Official Account: its secret, its allowlist, its tokens. */
export const accountChecks: readonly Check[] = [
  {
    id: 'clock',
    title: { en: "This server's clock", zh: '服务器时间' },
    sends: true,
    run: checkClock,
  },
  {
    id: 'access-token',
    title: {
      en: 'access_token, AppSecret and IP allowlist',
      zh: 'access_token、AppSecret 与 IP 白名单',
    },
    sends: true,
    async run(context) {
      const { value, expiresIn } = await context.account.accessToken()
      context.accessToken = value
      return ok(
        `Fetched by stable_token without force_refresh, which leaves the tokens of other servers valid; ${expiresIn} s left.`,
        `通过 stable_token（不强制刷新）获取，不会使其他服务器的 token 失效；剩余 ${expiresIn} 秒。`,
      )
    },
  },
  {
    id: 'jsapi-ticket',
    title: { en: 'jsapi_ticket', zh: 'jsapi_ticket' },
    needs: ['access-token'],
    sends: true,
    async run({ account, accessToken = '' }) {
      const { expiresIn } = await account.jsapiTicket(accessToken)
      return ok(`${expiresIn} s left.`, `剩余 ${expiresIn} 秒。`)
    },
  },
  {
    id: 'domains',
    title: { en: 'Domains, to compare with the consoles', zh: '域名与授权目录，请与后台逐项核对' },
    run: listDomains,
  },
]

const TIMEOUT_MS = 5_000
const WARN_SECONDS = 60
const MOST_SECONDS = 300

/** By the Date of a response: of WeChat Pay's where there is a merchant, because it looks at our time. */
async function checkClock({ settings }: DoctorContext): Promise<Finding> {
  const { http, endpoints, merchant, now } = settings
  // Unsigned, and without a token: it is refused, and its response has a date.
  const url = merchant
    ? `${endpoints.pay}/v3/certificates`
    : `${endpoints.api}/cgi-bin/getcallbackip`
  const headers = { accept: 'application/json', 'user-agent': 'koa-weixin' }
  const before = now()
  const response = await http({ method: 'GET', url, headers, timeoutMs: TIMEOUT_MS })
  const date = Date.parse(String(response.headers['date']))
  if (Number.isNaN(date))
    return skipped("WeChat's response carries no date.", '微信的应答中没有 Date 头。')
  // The date has no fraction of a second, and is of some moment between the two readings.
  const seconds = Math.round(((before + now()) / 2 - date) / 1000)
  const off = Math.abs(seconds)
  const detail = `${seconds} s`
  if (off <= WARN_SECONDS)
    return ok(`${seconds} s away from WeChat's.`, `与微信相差 ${seconds} 秒。`)
  if (off <= MOST_SECONDS) return problem('clock-off', detail)
  return { ...problem('clock-off', detail), status: 'failed', code: 'clock-wrong' }
}

const JS_DOMAINS_MOST = 5

/** No API reads these back, so they are listed for a person to compare. */
function listDomains({ settings, isSimulated }: DoctorContext): Finding {
  const { origin, allowedOrigins, merchant, tradeTypes } = settings
  const hosts = [...allowedOrigins].map((one) => new URL(one).hostname)
  if (isSimulated)
    return skipped('A simulated WeChat has no console.', '模拟微信没有后台，无需核对。')
  if (hosts.length > JS_DOMAINS_MOST) return problem('too-many-origins', hosts.join(', '))
  const rows = [
    `JS接口安全域名: ${hosts.join(', ')}`,
    `网页授权域名: ${new URL(origin).hostname}`,
    ...(merchant && tradeTypes.has('jsapi')
      ? [`JSAPI支付授权目录: ${[...allowedOrigins].map((one) => `${one}/`).join(', ')}`]
      : []),
    ...(merchant && tradeTypes.has('h5') ? [`H5支付域名: ${hosts.join(', ')}`] : []),
  ].join('; ')
  return {
    ...skipped(`No API reads them. Compare: ${rows}.`, `接口无法读取，请核对：${rows}。`),
    console:
      'mp.weixin.qq.com → 设置与开发 → 公众号设置 → 功能设置; 商户平台 → 产品中心 → 开发配置',
  }
}
