import type { Why } from '../http/call.ts'

export interface Authorization {
  mchid: string
  nonce_str: string
  signature: string
  timestamp: string
  serial_no: string
}

export type Parsed =
  | { problem: null; fields: Authorization }
  | { problem: 'missing' | 'scheme' | 'fields'; why: Why }

export const SCHEME = 'WECHATPAY2-SHA256-RSA2048'
const NAMES = ['mchid', 'nonce_str', 'signature', 'timestamp', 'serial_no'] as const

const problem = (what: 'missing' | 'scheme' | 'fields', en: string, zh: string): Parsed => ({
  problem: what,
  why: { code: `authorization-${what}`, en, zh, field: 'Authorization' },
})

/** The scheme, one space, five name="value" pairs in any order, commas without spaces. */
export function parseAuthorization(header: string): Parsed {
  if (header === '') {
    return problem(
      'missing',
      'The request has no Authorization header.',
      '请求没有 Authorization 请求头。',
    )
  }
  const [scheme = '', ...rest] = header.split(' ')
  if (scheme !== SCHEME) {
    return problem(
      'scheme',
      `The authentication scheme is ${SCHEME}, not ${scheme}.`,
      `认证类型应为 ${SCHEME}，而不是 ${scheme}。`,
    )
  }
  const fields: Partial<Record<string, string>> = Object.create(null)
  for (const pair of rest.join(' ').split(',')) {
    const [, name, value] = /^([a-z_]+)="([^"]*)"$/.exec(pair) ?? []
    if (name === undefined || value === undefined) {
      return problem(
        'fields',
        'Authorization must be name="value" pairs, separated by commas without spaces.',
        'Authorization 应为 name="value"，以英文逗号分隔，中间不能有空格。',
      )
    }
    if (fields[name] !== undefined) {
      return problem(
        'fields',
        `Authorization has ${name} twice.`,
        `Authorization 里 ${name} 出现了两次。`,
      )
    }
    fields[name] = value
  }
  const missing = NAMES.find((name) => !fields[name])
  if (missing !== undefined) {
    return problem('fields', `Authorization lacks ${missing}.`, `Authorization 缺少 ${missing}。`)
  }
  const { mchid = '', nonce_str = '', signature = '', timestamp = '', serial_no = '' } = fields
  return { problem: null, fields: { mchid, nonce_str, signature, timestamp, serial_no } }
}
