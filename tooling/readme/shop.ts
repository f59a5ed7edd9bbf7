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
  const closers: (() => Promise<unknown> | void)[] = []
  const close = async (): Promise<void> => {
    for (let closer = closers.pop(); closer; closer = closers.pop()) await closer()
  }
  try {
    const shop = await open((closer) => closers.push(closer))
    return { ...shop, close }
  } catch (error) {
    await close()
    throw error
  }
}

async function open(
  onClose: (closer: () => Promise<unknown> | void) => void,
): Promise<Omit<Shop, 'close'>> {
  const copy = copyBlocks(readBlocks('README.md'))
  onClose(() => copy.remove())
  const simulator = await createSimulator()
  onClose(() => simulator.close())
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
  onClose(() => {
    front.closeAllConnections()
    front.close()
  })
  const server = await runServer(copy, { simulator, origin: url })
  onClose(() => server.close())
  port = server.port
  return {
    url,
    simulator,
    copy,
    showPage: (listener) => {
      page = listener
    },
  }
}
