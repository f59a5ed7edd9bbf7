import { once } from 'node:events'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

/** One address for several processes, as a load balancer offers it. */
export interface FrontDoor {
  url: string
  /** The first process serves the page; requests to the API go to each process in rotation. */
  leadTo(processes: string[]): void
  /** POSTs to `path` wait until there is one for each process, then go together, one to each. */
  gather(path: string): void
  close(): Promise<void>
}

export async function openFrontDoor(): Promise<FrontDoor> {
  let processes: string[] = []
  let gathered: string | undefined
  let next = 0
  const waiting: ((process: string) => void)[] = []

  async function choose(call: string): Promise<string> {
    if (gathered === undefined || !call.startsWith(gathered)) {
      const isPage = !/^\S+ \/(api|weixin)\//.test(call)
      return processes[isPage ? 0 : next++ % processes.length]!
    }
    return new Promise((resolve) => {
      waiting.push(resolve)
      if (waiting.length === processes.length)
        for (const process of processes) waiting.shift()?.(process)
    })
  }

  const server = createServer((incoming, outgoing) => {
    void (async () => {
      const { method = 'GET', url = '/', headers } = incoming
      const body = await text(incoming)
      const address = new URL(url, await choose(`${method} ${url}`))
      const onward = request(address, { method, headers })
      onward.on('error', () => outgoing.writeHead(502).end())
      onward.on('response', (reply) => {
        outgoing.writeHead(reply.statusCode ?? 502, reply.headers)
        reply.pipe(outgoing)
      })
      onward.end(body)
    })()
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    leadTo(urls) {
      processes = urls
    },
    gather(path) {
      gathered = `POST ${path}`
    },
    async close() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}
