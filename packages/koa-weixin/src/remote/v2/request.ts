import { WeixinError } from '../../errors/weixin-error.ts'
import { checkRequest } from '../check-request.ts'
import type { MerchantRequest } from '../gateway.ts'
import { pathWithQuery } from '../path.ts'
import { call, refusalOf, type V2Options } from './client.ts'

/** A call of the app's own: texts in, verified texts out. Every call of API v2 is a POST. */
export async function request(
  options: V2Options,
  params: MerchantRequest,
): Promise<Readonly<Record<string, string>>> {
  const { method, path, query, body = {}, idempotent = false } = params
  if (method !== 'POST') throw invalid('method: API v2 knows POST only')
  checkRequest({ method, body }, ['POST'])
  if (query !== undefined) throw invalid('query: API v2 takes its fields in the body')
  const fields = Object.entries(body).map(([name, value]) => {
    if (!/^[A-Za-z]\w*$/.test(name)) throw invalid(`body: ${name} is no field name`)
    if (typeof value !== 'string' && !Number.isFinite(value))
      throw invalid(`body.${name}: a text or a number`)
    // A sign over what XML cannot carry would never be right.
    if (/(?![\t\n])[\p{Cc}\p{Cs}\ufffe\uffff]/u.test(String(value)))
      throw invalid(`body.${name}: a character that XML does not have`)
    return [name, String(value)] as const
  })
  const clientCertificate = params.clientCertificate ? options.clientCertificate : undefined
  if (params.clientCertificate && !clientCertificate)
    throw new WeixinError('client-certificate-missing')
  const response = await call(options, {
    path: pathWithQuery(path),
    fields: Object.fromEntries(fields),
    clientCertificate,
    isRepeatable: idempotent,
  })
  if (response.result === 'refused') throw refusalOf(response)
  return response.fields.raw
}

function invalid(detail: string): WeixinError {
  return new WeixinError('request-invalid', { detail })
}
