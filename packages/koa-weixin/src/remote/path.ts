import { WeixinError } from '../errors/weixin-error.ts'

/** A path and its encoded query. Throws `request-invalid` for a path that is not one of WeChat's. */
export function pathWithQuery(
  path: string,
  query: Readonly<Record<string, string | number>> = {},
): string {
  if (!isPath(path))
    throw new WeixinError('request-invalid', {
      detail: 'path: like /v3/certificates, encoded as it is sent, without host, query, # and ..',
    })
  const pairs = Object.entries(query).map(
    ([name, value]) => [name, String(value)] as [string, string],
  )
  return pairs.length === 0 ? path : `${path}?${new URLSearchParams(pairs)}`
}

const ANY_HOST = 'https://api.mch.weixin.qq.com'

/** What an HTTP client would send otherwise (`..` resolved, a `"` encoded) would not be what was signed. */
function isPath(path: unknown): boolean {
  if (typeof path !== 'string' || !path.startsWith('/') || !URL.canParse(path, ANY_HOST))
    return false
  return new URL(path, ANY_HOST).pathname === path
}
