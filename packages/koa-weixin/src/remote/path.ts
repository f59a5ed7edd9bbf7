import { WeixinError } from '../errors/weixin-error.ts'

/** A path and its encoded query. Throws `request-invalid` for a path that is not one of WeChat's. */
export function pathWithQuery(
  path: string,
  query: Readonly<Record<string, string | number>> = {},
): string {
  if (typeof path !== 'string' || !/^\/(?!\/)[\x21-\x22\x24-\x3e\x40-\x7e]*$/.test(path))
    throw new WeixinError('request-invalid', {
      detail: 'path: like /v3/certificates, without host, query and #',
    })
  const pairs = Object.entries(query).map(
    ([name, value]) => [name, String(value)] as [string, string],
  )
  return pairs.length === 0 ? path : `${path}?${new URLSearchParams(pairs)}`
}
