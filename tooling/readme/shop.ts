import { once } from 'node:events'
import { createServer, request, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createSimulator, type Simulator } from '../../packages/weixin-simulator/src/index.ts'
import { readBlocks } from './blocks.ts'
import { copyBlocks, type Copy } from './copy.ts'
import { runServer } from './server.ts'

/** The README's server, a simulator, and the one address under which both page and server are found. */
export interface Shop {
  url: string
  simulator: Simulator
  copy: Copy
  /** Answers everything outside /weixin. */
  showPage: (page: RequestListener) => void
  close(): Promise<void>
}

export async function openShop(): Promise<Shop> {
  const copy = copyBlocks(readBlocks('README.md'))
  const simulator = await createSimulator()
  let page: RequestListener = (_request, response) => void response.writeHead(404).end()
  let port = 0
  // What a web server or Vite's proxy does in front of a real shop.
  const front = createServer((incoming, response) => {
    const { method = 'GET', headers, url: path = '/' } = incoming
    if (!path.startsWith('/weixin/')) return page(incoming, response)
    const onward = request({ host: 'localhost', port, method, headers, path }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
    onward.on('error', () => response.writeHead(502).end())
    incoming.pipe(onward)
  })
  front.listen(0, 'localhost')
  await once(front, 'listening')
  const url = `http://localhost:${(front.address() as AddressInfo).port}`
  const server = await runServer(copy, { simulator, origin: url })
  port = server.port
  return {
    url,
    simulator,
    copy,
    showPage: (listener) => {
      page = listener
    },
    async close() {
      front.closeAllConnections()
      front.close()
      await server.close()
      await simulator.close()
      copy.remove()
    },
  }
}
