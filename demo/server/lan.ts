import { networkInterfaces } from 'node:os'

/** Only such an address may have http: it cannot be reached from the internet. */
const PRIVATE = /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)/

/** The address by which a phone in the same network reaches this machine. */
function privateAddress(): string | undefined {
  const all = Object.values(networkInterfaces()).flatMap((list) => list ?? [])
  return all.find(
    ({ family, internal, address }) => family === 'IPv4' && !internal && PRIVATE.test(address),
  )?.address
}

/**
 * Reads `--lan`, or `--lan=ADDRESS` where the machine has several addresses. Null: the shop is for this machine only.
 * Throws where there is no private network.
 */
export function readLan(args: readonly string[]): string | null {
  const given = args.find((arg) => arg === '--lan' || arg.startsWith('--lan='))
  if (given === undefined) return null
  const address = given === '--lan' ? privateAddress() : given.slice('--lan='.length)
  if (address === undefined || !PRIVATE.test(address))
    throw new Error(
      '--lan needs an address of a private network (192.168.…, 10.… or 172.16–31.…). If this machine has one, name it: --lan=192.168.1.20',
    )
  return address
}
