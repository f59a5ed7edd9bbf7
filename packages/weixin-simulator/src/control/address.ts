import { webAddress } from '../http/loopback.ts'

/** Throws an Error that names the field when an address for notifications is no http or https one. */
export function requireAddress(name: string, address: string): void {
  if (!webAddress(address)) throw new Error(`${name} must be an http or https address`)
}
