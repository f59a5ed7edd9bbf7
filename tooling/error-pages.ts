import { billsErrors } from '../packages/koa-weixin/src/errors/catalogue/bills.ts'
import { jssdkErrors } from '../packages/koa-weixin/src/errors/catalogue/jssdk.ts'
import { notificationErrors } from '../packages/koa-weixin/src/errors/catalogue/notifications.ts'
import { payErrors } from '../packages/koa-weixin/src/errors/catalogue/payments.ts'
import { platformKeyErrors } from '../packages/koa-weixin/src/errors/catalogue/platform-keys.ts'
import { refundsErrors } from '../packages/koa-weixin/src/errors/catalogue/refunds.ts'
import { responseErrors } from '../packages/koa-weixin/src/errors/catalogue/responses.ts'
import { setUpErrors } from '../packages/koa-weixin/src/errors/catalogue/set-up.ts'
import { settleErrors } from '../packages/koa-weixin/src/errors/catalogue/settle.ts'
import { signInErrors } from '../packages/koa-weixin/src/errors/catalogue/sign-in.ts'
import {
  errorTables,
  type ErrorTables,
  type ExplainedCode,
} from '../packages/koa-weixin/src/errors/error-tables.ts'
import { developerTexts, pageOf } from '../packages/vue-weixin/src/errors/developer-texts.ts'

type Language = 'en' | 'zh'

/** Everything that `koa-weixin/errors.json` holds. */
export const tables: ErrorTables = {
  ...errorTables(),
  'vue-weixin': Object.fromEntries(
    Object.entries(developerTexts).map(([code, { meaning, actor, remedy }]) => [
      code,
      { meaning, actor, remedy, page: pageOf(code, false) },
    ]),
  ),
}

const serverGroups: [title: Record<Language, string>, codes: object][] = [
  [{ en: 'Set-up', zh: '配置' }, setUpErrors],
  [{ en: 'JS-SDK', zh: 'JS-SDK 签名' }, jssdkErrors],
  [{ en: 'Sign-in', zh: '网页授权' }, signInErrors],
  [{ en: 'Payments', zh: '支付' }, payErrors],
  [{ en: 'Calls to WeChat', zh: '调用微信接口' }, responseErrors],
  [{ en: 'Keys and certificates', zh: '密钥与证书' }, platformKeyErrors],
  [{ en: 'Notifications', zh: '支付通知' }, notificationErrors],
  [{ en: 'Settling', zh: '入账' }, settleErrors],
  [{ en: 'Refunds', zh: '退款' }, refundsErrors],
  [{ en: 'Bills', zh: '账单' }, billsErrors],
]

const familyTitles: Record<keyof ErrorTables['weixin'], Record<Language, string>> = {
  api: { en: 'Official Account (errcode)', zh: '公众号接口（errcode）' },
  oauth: { en: 'Sign-in (errcode of sns calls)', zh: '网页授权接口（sns 接口的 errcode）' },
  'oauth-page': { en: 'Error pages of the sign-in', zh: '授权页上的错误码' },
  'h5-page': { en: 'Error pages of the H5 cashier', zh: 'H5 收银台的报错' },
  v3: { en: 'WeChat Pay API v3', zh: '微信支付 APIv3' },
  v2: { en: 'WeChat Pay API v2', zh: '微信支付 APIv2' },
  jssdk: { en: 'Bridge and JS-SDK', zh: 'bridge 与 JS-SDK' },
}

const actors: Record<Language, Record<ExplainedCode['actor'], string>> = {
  en: { code: 'developer', console: 'consoles', user: 'user', weixin: 'WeChat' },
  zh: { code: '开发者', console: '后台配置', user: '用户', weixin: '微信' },
}

/** Text outside code, as Markdown shows it unchanged. */
const escaped = (text: string): string =>
  text
    .split(/(`[^`]*`)/)
    .map((part) => (part.startsWith('`') ? part : part.replaceAll(/[*<]/g, String.raw`\$&`)))
    .join('')

function section(heading: string, row: ExplainedCode, language: Language, status?: number): string {
  const facts = [status, actors[language][row.actor]].filter((fact) => fact !== undefined)
  const [meaning, remedy] = [escaped(row.meaning[language]), escaped(row.remedy[language])]
  const end = /[.。]$/.test(meaning) ? '' : language === 'en' ? '.' : '。'
  return language === 'en'
    ? `### ${heading}\n\n${meaning}${end} (${facts.join(', ')})\n\n**Remedy:** ${remedy}`
    : `### ${heading}\n\n${meaning}${end}（${facts.join('，')}）\n\n**处理办法**：${remedy}`
}

/** The list of the server's errors. */
export function serverErrors(language: Language): string {
  const all = tables['koa-weixin']
  const codes = Object.keys(all) as (keyof typeof all)[]
  const groups = serverGroups.map(([title, group]) => {
    const own = codes.filter((code) => Object.hasOwn(group, code))
    const sections = own.map((code) =>
      section(`\`${code}\``, all[code], language, all[code].status),
    )
    return [`## ${title[language]}`, ...sections].join('\n\n')
  })
  const grouped = serverGroups.flatMap(([, group]) => Object.keys(group))
  const missing = codes.filter((code) => !grouped.includes(code))
  if (missing.length > 0) throw new Error(`No group of the page holds ${missing.join(', ')}`)
  return groups.join('\n\n')
}

/** The list of the page's errors. */
export const clientErrors = (language: Language): string =>
  Object.entries(tables['vue-weixin'])
    .map(([code, row]) => section(`\`${code}\``, row, language))
    .join('\n\n')

/** The list of WeChat's codes. */
export const weixinErrors = (language: Language): string =>
  Object.entries(familyTitles)
    .flatMap(([family, title]) => [
      `## ${title[language]}`,
      ...Object.entries<ExplainedCode>(tables.weixin[family as keyof typeof familyTitles]).map(
        ([code, row]) => section(`${family} \`${code}\``, row, language),
      ),
    ])
    .join('\n\n')
