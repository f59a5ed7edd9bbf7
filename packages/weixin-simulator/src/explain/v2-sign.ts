import { otherCharsets } from './charsets.ts'
import type { Mistake } from './explain.ts'
import { encodedAddress, encodedPart } from './percent.ts'

export interface V2Facts {
  /** Every parameter as it came, in its order, `sign` too. */
  fields: Record<string, string>
  key: string
  /** Keys that are easily taken for the APIv2 key. */
  otherKeys: string[]
}

type Pair = [name: string, value: string]

const signed = (f: V2Facts): Pair[] =>
  Object.entries(f.fields).filter(([name, value]) => name !== 'sign' && value !== '')

const byBytes = (pairs: Pair[]): Pair[] => pairs.toSorted(([a], [b]) => (a < b ? -1 : 1))

const joined = (pairs: Pair[]): string => pairs.map(([name, value]) => `${name}=${value}`).join('&')

const withKey = (pairs: Pair[], key: string): string => `${joined(pairs)}&key=${key}`

const changed = (f: V2Facts, change: (value: string) => string): string =>
  withKey(byBytes(signed(f).map(([name, value]): Pair => [name, change(value)])), f.key)

const escaped = (value: string): string =>
  value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** Mistakes of a v2 signature, of requests and of pay parameters, most frequent first. */
export const V2_MISTAKES: readonly Mistake<V2Facts>[] = [
  {
    name: 'empty values were kept',
    en: 'Parameters with an empty value were signed: leave them out of the text.',
    zh: '空值参数也参与了签名：值为空的参数不参与签名。',
    texts: (f) => {
      const all = Object.entries(f.fields)
      const unsigned = all.filter(([name]) => name !== 'sign')
      return [unsigned, [...unsigned, ['sign', ''] satisfies Pair]].map((pairs) =>
        withKey(byBytes(pairs), f.key),
      )
    },
  },
  {
    name: 'the key was missing',
    en: 'The text must end with &key= and the APIv2 key.',
    zh: '签名原文末尾漏了 &key= 和 APIv2 密钥。',
    texts: (f) => {
      const text = joined(byBytes(signed(f)))
      return [text, `${text}&key=`, text + f.key, `${text}&${f.key}`]
    },
  },
  {
    name: 'another key was used',
    en: 'Another key was used: API v2 signs with the APIv2 key, neither the APIv3 key nor the appSecret.',
    zh: '用了别的密钥：APIv2 签名用 APIv2 密钥，不是 APIv3 密钥，也不是 AppSecret。',
    texts: (f) => f.otherKeys.map((key) => withKey(byBytes(signed(f)), key)),
  },
  {
    name: 'the names were not sorted by bytes',
    en: 'The parameters were not sorted, or by the rules of a language: sort by the bytes of the names (A-Z, _, a-z).',
    zh: '参数没有按字典序（ASCII 码）排序：不能用语言区域规则或忽略大小写排序。',
    texts: (f) => {
      const pairs = signed(f)
      const lower = (pair: Pair): string => pair[0].toLowerCase()
      return [
        pairs,
        pairs.toSorted(([a], [b]) => a.localeCompare(b)),
        pairs.toSorted((a, b) => (lower(a) < lower(b) ? -1 : 1)),
      ].map((order) => withKey(order, f.key))
    },
  },
  {
    name: 'the values were URL-encoded',
    en: 'The values were signed URL-encoded: sign them raw.',
    zh: '签名用了 URL 编码后的值：应使用原始值。',
    texts: (f) => [
      changed(f, encodedPart),
      changed(f, encodedAddress),
      `${new URLSearchParams(byBytes(signed(f)))}&key=${f.key}`,
    ],
  },
  {
    name: 'the XML text was signed',
    en: 'The values were signed as they stand in the XML, escaped or in CDATA: sign the values themselves.',
    zh: '签名用了 XML 里的写法（转义后的值或 CDATA）：应使用解析后的值。',
    texts: (f) => [
      changed(f, escaped),
      changed(f, (value) => escaped(value).replaceAll('"', '&quot;').replaceAll("'", '&apos;')),
      changed(f, (value) => `<![CDATA[${value}]]>`),
    ],
  },
  {
    name: 'the values were trimmed',
    en: 'White space around a value was dropped before signing: it is part of the value.',
    zh: '签名前去掉了值首尾的空白：空白也是值的一部分。',
    texts: (f) => [changed(f, (value) => value.trim())],
  },
  {
    name: 'another character set was used',
    en: 'The text was hashed in another character set (GBK, Latin-1) than UTF-8: Chinese characters differ.',
    zh: '计算签名时用了其他字符集（GBK 或 Latin-1）：中文的字节不同。请指定 UTF-8。',
    texts: (f) => otherCharsets(withKey(byBytes(signed(f)), f.key)),
  },
  {
    name: 'an amount was signed as a decimal number',
    en: 'A whole number was signed with decimals (100.0): sign the digits that are sent.',
    zh: '整数被按小数参与签名（如 100.0）：应使用实际发送的数字。',
    texts: (f) =>
      ['.0', '.00'].map((decimals) =>
        withKey(
          byBytes(
            signed(f).map(([name, value]): Pair => {
              const isAmount = /fee|timeStamp|timestamp/.test(name) && /^\d+$/.test(value)
              return [name, isAmount ? value + decimals : value]
            }),
          ),
          f.key,
        ),
      ),
  },
  {
    name: 'the names were written in lower case',
    en: 'The names were signed in lower case: they are signed as they are sent, nonceStr and timeStamp with their capitals.',
    zh: '签名时参数名全部小写：应与实际传递的一致，如 nonceStr、timeStamp 中的大写字母。',
    texts: (f) => [
      withKey(byBytes(signed(f).map(([name, value]): Pair => [name.toLowerCase(), value])), f.key),
    ],
  },
  {
    name: 'the key was sorted among the parameters',
    en: 'key was sorted among the parameters: it is put at the end.',
    zh: 'key 也参与了排序：它应固定拼在末尾。',
    texts: (f) => [joined(byBytes([...signed(f), ['key', f.key]]))],
  },
  {
    name: 'a parameter was left out',
    en: 'One parameter that is sent was not signed: all of them are, unknown ones and the sign type too.',
    zh: '有一个发送的参数没有参与签名：除 sign 外都要参与，包括签名类型。',
    texts: (f) => {
      const pairs = byBytes(signed(f))
      return pairs.map((_, i) => withKey(pairs.toSpliced(i, 1), f.key))
    },
  },
]
