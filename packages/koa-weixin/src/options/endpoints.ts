import { invalid } from '../errors/option-invalid.ts'
import type { Hosts } from '../remote/merchant.ts'
import { absent, asObject, readFields, required } from './field.ts'
import { isOrigin } from './origins.ts'

/** WeChat's own. Source: WeChat Pay, 跨城冗灾方案 (4012075113). */
export const WEIXIN_HOSTS: Hosts = {
  api: 'https://api.weixin.qq.com',
  open: 'https://open.weixin.qq.com',
  pay: 'https://api.mch.weixin.qq.com',
  payBackup: 'https://api2.mch.weixin.qq.com',
  secure: 'https://api.mch.weixin.qq.com',
  ca: undefined,
}

const fields = {
  api: required(host),
  open: required(host),
  pay: required(hosts),
  secure: absent(host),
  ca: absent(pem),
}

/** One host for all, or each alone. */
export function endpoints(name: string, value: unknown): Hosts {
  if (typeof value === 'string') {
    const one = host(name, value)
    return { api: one, open: one, pay: one, payBackup: undefined, secure: one, ca: undefined }
  }
  const { api, open, pay, secure, ca } = readFields(fields, asObject(name, value), `${name}.`)
  const [main, payBackup] = pay
  return { api, open, pay: main, payBackup, secure: secure ?? main, ca }
}

function host(name: string, value: unknown): string {
  if (!isOrigin(value))
    throw invalid(`${name}: an origin without a path, like https://api.weixin.qq.com`)
  return value
}

function hosts(name: string, value: unknown): readonly [string, string | undefined] {
  if (!Array.isArray(value)) return [host(name, value), undefined]
  if (value.length !== 2)
    throw invalid(`${name}: one host, or two of which the second is the backup`)
  return [host(name, value[0]), host(name, value[1])]
}

function pem(name: string, value: unknown): string {
  if (typeof value !== 'string' || !value.includes('-----BEGIN CERTIFICATE-----'))
    throw invalid(`${name}: the PEM of a certificate, -----BEGIN CERTIFICATE-----, is required`)
  return value
}
