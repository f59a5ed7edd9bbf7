import { catalogue } from '../../errors/catalogue.ts'
import { WeixinError } from '../../errors/weixin-error.ts'
import { callApp, type AppRequest, type AppResponse } from '../call-app.ts'
import type { Check } from '../check.ts'
import type { DoctorContext, VerifyFile } from '../context.ts'
import { fromError, ok, problem, skipped } from '../findings.ts'
import type { Finding } from '../report.ts'

/** The running app, called as WeChat calls it. */
export const appChecks: readonly Check[] = [
  {
    id: 'routes',
    title: { en: 'The routes of koa-weixin, from outside', zh: '从外部访问 koa-weixin 的路由' },
    sends: true,
    async run({ settings: { origin, base } }) {
      const url = `${origin}${base}/user`
      const response = await callApp('routes', { method: 'GET', url })
      if ('status' in response && isUser(response))
        return ok(`${url} answers.`, `${url} 应答正常。`)
      return 'finding' in response ? response.finding : problem('routes-unexpected', url)
    },
  },
  {
    id: 'notify',
    title: { en: 'The notify address, from outside', zh: '从外部访问支付通知地址' },
    needs: ['routes'],
    forMerchant: true,
    sends: true,
    run: checkNotify,
  },
  {
    id: 'verify-file',
    title: { en: 'MP_verify at the root', zh: '根目录下的 MP_verify 校验文件' },
    sends: true,
    async run(context) {
      if (context.verifyFiles.length === 0)
        return skipped(
          'Name the file, or its path, with --verify-file MP_verify_….txt.',
          '请用 --verify-file MP_verify_….txt 指定文件名或路径。',
        )
      for (const file of context.verifyFiles) {
        const finding = await checkVerifyFile(context, file)
        if (finding.status !== 'ok') return finding
      }
      const names = context.verifyFiles.map(({ name }) => name).join(', ')
      return ok(`${names} is served.`, `${names} 可以访问。`)
    },
  },
]

function isUser({ status, text }: AppResponse): boolean {
  try {
    return status === 200 && 'user' in (JSON.parse(text) as object)
  } catch {
    return false
  }
}

/** What WeChat never sends, and the code with which `notify` itself refuses it. */
interface Probe extends Pick<AppRequest, 'headers' | 'body'> {
  refusal: string
}

const UNSIGNED_V3: Probe = {
  refusal: 'header-missing',
  headers: { 'content-type': 'application/json' },
  body: '{"koa-weixin":"doctor"}',
}

/**
 * Shows whether the headers arrive: dated 1970, they are refused for their age before anything else in them is looked at.
 * It comes second, so that an alert, of which there is one a minute, is about the first and names no wrong clock.
 */
const STALE_V3: Probe = {
  ...UNSIGNED_V3,
  refusal: 'timestamp-stale',
  headers: {
    'content-type': 'application/json',
    'wechatpay-timestamp': '0',
    'wechatpay-nonce': 'doctor',
    'wechatpay-serial': 'doctor',
    'wechatpay-signature': 'doctor',
  },
}

const UNSIGNED_V2: Probe = {
  refusal: 'signature-wrong',
  headers: { 'content-type': 'text/xml' },
  body: '<xml><doctor>koa-weixin</doctor></xml>',
}

/** Each probe has to be refused by `notify` itself, with its own code. */
async function checkNotify({ settings }: DoctorContext): Promise<Finding> {
  const { notifyUrl, merchant } = settings
  const [unsigned, ...others] =
    merchant?.api === 'v2' ? ([UNSIGNED_V2] as const) : ([UNSIGNED_V3, STALE_V3] as const)
  const finding = await probe(notifyUrl, unsigned)
  if (finding) return finding
  for (const other of others) {
    const dropped = await probe(notifyUrl, other)
    if (dropped)
      return dropped.code === unsigned.refusal ? problem('notify-headers', notifyUrl) : dropped
  }
  return ok(
    `${notifyUrl} refuses an unsigned notification by itself (${unsigned.refusal}); onAlert may have reported it.`,
    `${notifyUrl} 自行拒绝了未签名的通知（${unsigned.refusal}），onAlert 可能会收到一次告警。`,
  )
}

/** What is wrong with the response; undefined where the probe was refused as it has to be. */
async function probe(url: string, { refusal, ...sent }: Probe): Promise<Finding | undefined> {
  const response = await callApp('notify', { method: 'POST', url, ...sent })
  if ('finding' in response) return response.finding
  const code = refusalOf(response.text)
  if (code === refusal) return undefined
  if (code !== undefined && code in catalogue)
    return fromError(new WeixinError(code as keyof typeof catalogue))
  return problem('notify-unexpected', `${url}: ${response.status}`)
}

/** Our code in a refusal of either form. */
function refusalOf(text: string): string | undefined {
  const json = /^\{"code":"FAIL","message":"([a-z0-9-]+)"\}$/.exec(text)
  const xml = /<return_code><!\[CDATA\[FAIL\]\]>.*<return_msg><!\[CDATA\[([a-z0-9-]+)\]\]>/s.exec(
    text,
  )
  return (json ?? xml)?.[1]
}

async function checkVerifyFile(
  { settings: { origin } }: DoctorContext,
  { name, content }: VerifyFile,
): Promise<Finding> {
  const url = `${origin}/${name}`
  const response = await callApp('verify-file', { method: 'GET', url })
  if ('finding' in response) return response.finding
  if (response.status !== 200)
    return problem('verify-file-unexpected', `${url}: ${response.status}`)
  if (content !== null && response.text !== content) return problem('verify-file-differs', url)
  return ok(`${url} is served.`, `${url} 可以访问。`)
}
