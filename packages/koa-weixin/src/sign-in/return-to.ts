/** What fits into a cookie once it is sealed: browsers keep 4096 bytes. */
const MOST_CHARACTERS = 2000

/**
 * Where a visitor may be sent after signing in: a path of ours, or an address on one of our other
 * allowedOrigins; undefined for anything else. Judged as a browser would read it, because a browser takes
 * `//evil.example`, `/\evil.example`, `/<tab>/evil.example` and `/.//evil.example` for other sites.
 * An encoded slash in front is refused too: some servers decode it and redirect.
 */
export function returnAddress(
  returnTo: string,
  { origin, allowedOrigins }: { origin: string; allowedOrigins: Iterable<string> },
): string | undefined {
  if (returnTo.length > MOST_CHARACTERS || !/^[\x21-\x5b\x5d-\x7e]+$/.test(returnTo))
    return undefined
  const home = returnTo.startsWith('/')
    ? origin
    : [...allowedOrigins].find((one) => isOn(one, returnTo))
  if (home === undefined) return undefined
  const wished = returnTo.startsWith('/') ? returnTo : returnTo.slice(home.length)
  if (leavesHome(wished) || !URL.canParse(wished, home)) return undefined
  const url = new URL(wished, home)
  const path = url.pathname + url.search + url.hash
  if (url.origin !== home || leavesHome(path)) return undefined
  return home === origin ? path : home + path
}

/** After an origin an address ends, or goes on with its path, query or hash. */
function isOn(origin: string, address: string): boolean {
  return address.startsWith(origin) && /^(?:$|[/?#])/.test(address.slice(origin.length))
}

function leavesHome(path: string): boolean {
  return /^\/(?:[/\\]|%2f|%5c)/i.test(path)
}
