/** What fits into a cookie once it is encrypted, with our session beside it: 4 KB for all cookies of a request. */
const MAX_CHARACTERS = 1_500

/**
 * Where a user may go on after signing in: a path of ours, or an address on one of our other origins; undefined for
 * anything else. It is read as a browser reads it, because a browser takes `//evil.example`, `/\evil.example`,
 * `/<tab>/evil.example` and `/.//evil.example` for other sites. An encoded slash in front is refused too: some servers
 * decode it and redirect.
 */
export function returnAddress(
  returnTo: string,
  { origin, allowedOrigins }: { origin: string; allowedOrigins: Iterable<string> },
): string | undefined {
  if (returnTo.length > MAX_CHARACTERS || !/^[\x21-\x5b\x5d-\x7e]+$/.test(returnTo))
    return undefined
  const home = returnTo.startsWith('/')
    ? origin
    : [...allowedOrigins].find((one) => isOn(one, returnTo))
  if (home === undefined) return undefined
  const path = returnTo.startsWith('/') ? returnTo : returnTo.slice(home.length)
  if (leavesHome(path) || !URL.canParse(path, home)) return undefined
  const url = new URL(path, home)
  const resolved = url.pathname + url.search + url.hash
  if (url.origin !== home || leavesHome(resolved)) return undefined
  return home === origin ? resolved : home + resolved
}

/** After an origin an address ends, or goes on with its path, query or hash. */
function isOn(origin: string, address: string): boolean {
  return address.startsWith(origin) && /^(?:$|[/?#])/.test(address.slice(origin.length))
}

function leavesHome(path: string): boolean {
  return /^\/(?:[/\\]|%2f|%5c)/i.test(path)
}
