import { catalogue, type WeixinErrorCode } from './catalogue.ts'
import type { Actor, Text } from './catalogue/entry.ts'
import { pageOfError, pageOfWeixinCode } from './documentation.ts'
import { weixinCodes, type WeixinCodeFamily } from './weixin-codes.ts'
import { h5Pages } from './weixin-codes/h5-pages.ts'
import { jssdkMessages } from './weixin-codes/jssdk.ts'
import { oauthPages } from './weixin-codes/oauth-pages.ts'
import type { ShownMessage } from './weixin-codes/row.ts'

/** What is known of one code. */
export interface ExplainedCode {
  /** What it means. */
  meaning: Text
  /** Who has to act. */
  actor: Actor
  /** What to do. */
  remedy: Text
  /** Where it is explained on the documentation site: `docs/errors#busy`, below the site's address. */
  page: Text
}

/** An error of koa-weixin. */
export interface ExplainedError extends ExplainedCode {
  /** HTTP status of the response that carries it. */
  status: number
}

/** A code that WeChat returns to the server. */
export interface ExplainedWeixinCode extends ExplainedCode {
  /** The error of koa-weixin that it becomes; some calls have another. */
  becomes: WeixinErrorCode
  /** True where the same call may succeed later without any change. */
  retry?: true
}

/** The codes of WeChat, by where they come from. */
export type ExplainedWeixinCodes = Record<WeixinCodeFamily, Record<string, ExplainedWeixinCode>> & {
  /** Numbers and texts of the error pages that WeChat shows in place of the consent page. */
  'oauth-page': Record<string, ExplainedCode>
  /** Texts of the error pages that WeChat shows in place of the H5 cashier. */
  'h5-page': Record<string, ExplainedCode>
  /** What the bridge and the JS-SDK return to a page, and what WeChat's dialogs show. `*` stands for a method's name. */
  jssdk: Record<string, ExplainedCode>
}

/** The content of `koa-weixin/errors.json`: every code that a developer may meet. */
export interface ErrorTables {
  /** The errors of koa-weixin (`WeixinError`). */
  'koa-weixin': Record<WeixinErrorCode, ExplainedError>
  /** The errors of vue-weixin (`WeixinClientError`). */
  'vue-weixin': Record<string, ExplainedCode>
  /** The codes and messages of WeChat. */
  weixin: ExplainedWeixinCodes
}

/** The part of the tables that is written in this package. */
export function errorTables(): Omit<ErrorTables, 'vue-weixin'> {
  return {
    'koa-weixin': mapValues(catalogue, ({ status, message, messageZh, actor, remedy }, code) => ({
      status,
      meaning: { en: message, zh: messageZh },
      actor,
      remedy,
      page: pageOfError(code),
    })),
    weixin: {
      api: explained('api'),
      oauth: explained('oauth'),
      v3: explained('v3'),
      v2: explained('v2'),
      'oauth-page': shown('oauth-page', oauthPages),
      'h5-page': shown('h5-page', h5Pages),
      jssdk: shown('jssdk', jssdkMessages),
    },
  }
}

const shown = (
  family: string,
  messages: Record<string, ShownMessage>,
): Record<string, ExplainedCode> =>
  mapValues(messages, (row, code) => ({ ...row, page: pageOfWeixinCode(family, code) }))

const explained = (family: WeixinCodeFamily): Record<string, ExplainedWeixinCode> =>
  mapValues(weixinCodes[family], ({ meaning, actor, remedy, retry, becomes }, code) => ({
    meaning,
    actor,
    remedy,
    page: pageOfWeixinCode(family, code),
    becomes: becomes ?? 'weixin-refused',
    ...(retry && { retry }),
  }))

function mapValues<Key extends string, From, To>(
  values: Record<Key, From>,
  change: (value: From, key: Key) => To,
): Record<Key, To> {
  const entries = Object.entries<From>(values) as [Key, From][]
  return Object.fromEntries(entries.map(([key, value]) => [key, change(value, key)])) as Record<
    Key,
    To
  >
}
