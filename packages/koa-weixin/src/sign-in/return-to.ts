/**
 * A path of our own, or undefined. Judged as a browser would read it, because a browser takes
 * `//evil.example`, `/\evil.example` and `/<tab>/evil.example` for other sites.
 */
export function ownPath(returnTo: string, origin: string): string | undefined {
  if (!/^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(returnTo)) return undefined
  if (!URL.canParse(returnTo, origin)) return undefined
  const url = new URL(returnTo, origin)
  return url.origin === origin ? url.pathname + url.search + url.hash : undefined
}
