import { createCipheriv, createHash, createHmac } from 'node:crypto'

/** WeChat's own few lines of v2, for these tests alone. */
export type Texts = Record<string, string>

export function signed(fields: Texts, key: string, type: 'MD5' | 'HMAC-SHA256' = 'MD5'): Texts {
  const names = Object.keys(fields).filter((name) => fields[name] !== '')
  const text = [...names.toSorted().map((name) => `${name}=${fields[name]}`), `key=${key}`].join(
    '&',
  )
  const hash = type === 'MD5' ? createHash('md5') : createHmac('sha256', key)
  return { ...fields, sign: hash.update(text).digest('hex').toUpperCase() }
}

export const xml = (fields: Texts, root = 'xml'): string => {
  const lines = Object.entries(fields).map(
    ([name, text]) => `<${name}><![CDATA[${text}]]></${name}>`,
  )
  return `<${root}>${lines.join('\n')}</${root}>`
}

export function sealed(text: string, key: string): string {
  const cipher = createCipheriv('aes-256-ecb', createHash('md5').update(key).digest('hex'), null)
  return cipher.update(text, 'utf8', 'base64') + cipher.final('base64')
}

export const omit = (fields: Texts, name: string): Texts =>
  Object.fromEntries(Object.entries(fields).filter(([one]) => one !== name))
