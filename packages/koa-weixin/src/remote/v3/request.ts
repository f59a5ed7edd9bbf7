import { WeixinError } from '../../errors/weixin-error.ts'
import { weixinRefusal } from '../../errors/weixin-codes.ts'
import { checkRequest } from '../check-request.ts'
import { parseJson } from '../fields.ts'
import type { MerchantRequest } from '../gateway.ts'
import { pathWithQuery } from '../path.ts'
import { call, type V3Options } from './client.ts'

const METHODS: readonly MerchantRequest['method'][] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']
const SUCCESS = [200, 201, 202, 204]

/** A call of the app's own. Resolves with the verified JSON, or null where the response has no body. */
export async function request(options: V3Options, params: MerchantRequest): Promise<unknown> {
  checkRequest(params, METHODS)
  const { method, path, query, body, idempotent = false } = params
  const response = await call(options, {
    method,
    path: pathWithQuery(path, query),
    ...(body === undefined ? {} : { body }),
    done: SUCCESS,
    isRepeatable: method === 'GET' || idempotent,
  })
  if (response.result === 'refused') throw weixinRefusal('v3', response.response)
  if (response.result === 'not-finished')
    throw new WeixinError('not-finished', { response: response.response })
  return response.text === '' ? null : parseJson(response.text, 'response-malformed')
}
