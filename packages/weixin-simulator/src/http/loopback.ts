/** True for the names of this machine itself: localhost, 127.x.x.x, ::1. */
export const isLoopback = (hostname: string): boolean =>
  /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/i.test(hostname)

/** The address, when it is a whole http or https one. */
export function webAddress(text: unknown): URL | null {
  if (typeof text !== 'string' || !/^https?:\/\//i.test(text)) return null
  return URL.canParse(text) ? new URL(text) : null
}
