import type { Text } from '../errors/catalogue/entry.ts'
import type { WeixinError } from '../errors/weixin-error.ts'
import { problems, type ProblemCode } from './problems.ts'
import type { Finding } from './report.ts'

/** Nothing is wrong. The text says what was seen. */
export function ok(en: string, zh: string): Finding {
  return { status: 'ok', code: null, text: { en, zh }, remedy: null, console: null }
}

/** Not looked at, and why. */
export function skipped(en: string, zh: string): Finding {
  return { ...ok(en, zh), status: 'skipped' }
}

/** One of the doctor's own problems. `detail` is what exactly was seen. */
export function problem(code: ProblemCode, detail = ''): Finding {
  const { status = 'failed', text, remedy, console = null } = problems[code]
  return { status, code, text: withDetail(text, detail), remedy, console }
}

/** What one of our errors, or a refusal by WeChat, means. WeChat's own code goes before ours where it tells more. */
export function fromError(error: WeixinError, status: 'failed' | 'warning' = 'failed'): Finding {
  const { code, detail, meaning, response } = error
  const remedy = code === 'weixin-unreachable' && !response ? NO_CONNECTION : error.remedy
  const isWeixins = code === 'weixin-refused' && response !== undefined && response.code !== ''
  const seen = [detail, response && [response.status, response.code, response.message].join(' ')]
  return {
    status,
    code: isWeixins ? response.code : code,
    text: withDetail(meaning, seen.filter(Boolean).join('; ')),
    remedy,
    console: consoleOf(remedy),
  }
}

/** Here repeating the call, which is the error's own remedy, changes nothing. */
const NO_CONNECTION: Text = {
  en: "Check DNS and firewall of this machine: it has to reach api.weixin.qq.com and api.mch.weixin.qq.com. Through a proxy: http: axiosHttp({ proxy: 'environment' }).",
  zh: "请检查本机的 DNS 与防火墙：需要能访问 api.weixin.qq.com 和 api.mch.weixin.qq.com。只能经代理访问外网时设置 http: axiosHttp({ proxy: 'environment' })。",
}

function withDetail({ en, zh }: Text, detail: string): Text {
  return detail === '' ? { en, zh } : { en: `${en} (${detail})`, zh: `${zh}（${detail}）` }
}

/** Remedies write the way through a console as `商户平台 → 账户中心 → API安全`. */
function consoleOf({ zh }: Text): string | null {
  const [path] = /(mp\.weixin\.qq\.com|商户平台)( → [^\s，。（）；]+)+/.exec(zh) ?? []
  return path ?? null
}
