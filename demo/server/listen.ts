import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Listening {
  server: Server
  port: number
  close(): Promise<void>
}

/** The first free port from `wanted` on (0: any), free for both families of `localhost`. */
export async function findFreePort(wanted: number): Promise<number> {
  if (wanted === 0) return 0
  for (let port = wanted; port < wanted + 20 && port <= 65_535; port++)
    if ((await isFree(port, '127.0.0.1')) && (await isFree(port, '::1'))) return port
  return 0
}

export async function listen(server: Server, port: number): Promise<Listening> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  return {
    server,
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        // Whoever is being answered gets the answer.
        const patience = setTimeout(() => server.closeAllConnections(), 2000)
        server.close(() => {
          clearTimeout(patience)
          resolve()
        })
        server.closeIdleConnections()
      }),
  }
}

/** A browser tries ::1 first for `localhost`: another program there would get our visitors. */
function isFree(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', (error) => resolve(!('code' in error && error.code === 'EADDRINUSE')))
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(true)))
  })
}
