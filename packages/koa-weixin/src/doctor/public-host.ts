import { isIP, isIPv4 } from 'node:net'

/** Whether a host can be reached from the internet, as far as its name tells. */
export function isPublicHost(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '').toLowerCase()
  if (isIPv4(host))
    return !/^(0|10|127|169\.254|192\.168|172\.(1[6-9]|2\d|3[01])|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\./.test(
      host,
    )
  if (isIP(host) === 6) return !/^(::1?$|f[cd]|fe[89ab])/.test(host)
  return host.includes('.') && !/\.(local|localhost|internal|lan|home\.arpa|test)$/.test(host)
}

/** Whether a host is an address and not a name. */
export function isAddress(hostname: string): boolean {
  return isIP(hostname.replace(/^\[|\]$/g, '')) !== 0
}
