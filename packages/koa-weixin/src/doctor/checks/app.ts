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

/**
 * What WeChat never sends, and the code with which `notify` itself refuses it. The headers of v3 are dated 1970, so that
 * they are refused for their age before anything else in them is looked at.
 */
const PROBES: Record<'v3' | 'v2', { code: string } & Pick<AppRequest, 'headers' | 'body'>> = {
  v3: {
    code: 'timestamp-stale',
    headers: {
      'content-type': 'application/json',
      'wechatpay-timestamp': '0',
      'wechatpay-nonce': 'doctor',
      'wechatpay-serial': 'doctor',
      'wechatpay-signature': 'doctor',
    },
    body: '{"koa-weixin":"doctor"}',
  },
  v2: {
    code: 'signature-wrong',
    headers: { 'content-type': 'text/xml' },
    body: '<xml><doctor>koa-weixin</doctor></xml>',
  },
}

async function checkNotify({ settings }: DoctorContext): Promise<Finding> {
  const { notifyUrl, merchant } = settings
  const probe = PROBES[merchant?.api ?? 'v3']
  const response = await callApp('notify', { method: 'POST', url: notifyUrl, ...probe })
  if ('finding' in response) return response.finding
  const code = refusalOf(response.text)
  if (code === probe.code)
    return ok(
      `${notifyUrl} refuses a forged notification by itself (${code}); onAlert may have reported it.`,
      `${notifyUrl} 自行拒绝了伪造的通知（${code}），onAlert 可能会收到一次告警。`,
    )
  if (code === 'header-missing') return problem('notify-headers', notifyUrl)
  if (code !== undefined && code in catalogue)
    return fromError(new WeixinError(code as keyof typeof catalogue))
  return problem('notify-unexpected', `${notifyUrl}: ${response.status}`)
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
