import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Listening {
  server: Server
  port: number
  close(): Promise<void>
}

/** The first port from `first` on that is free on IPv4 and IPv6; 0 (any port) for 0 or when 20 ports are taken. */
export async function findFreePort(first: number): Promise<number> {
  if (first === 0) return 0
  for (let port = first; port < first + 20 && port <= 65_535; port++)
    if ((await isFree(port, '127.0.0.1')) && (await isFree(port, '::1'))) return port
  return 0
}

export async function listen(
  server: Server,
  port: number,
  host: string = '127.0.0.1',
): Promise<Listening> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  return {
    server,
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        // Requests that are under way get up to 2 s to finish.
        const deadline = setTimeout(() => server.closeAllConnections(), 2000)
        server.close(() => {
          clearTimeout(deadline)
          resolve()
        })
        server.closeIdleConnections()
      }),
  }
}

/** A browser tries ::1 first for `localhost`: another program that listens there would receive the requests. */
function isFree(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', (error) => resolve(!('code' in error && error.code === 'EADDRINUSE')))
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(true)))
  })
}
