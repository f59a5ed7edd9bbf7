import { createDecipheriv } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Credentials } from '../src/index.ts'
import { isSigned } from './merchant.ts'

export interface Received {
  headers: Headers
  text: string
}

/** A little HTTP server that takes notifications. `answer` gives the status, or null for no answer at all. */
export async function receiver(answer: (received: Received, count: number) => number | null) {
  const all: Received[] = []
  const server = createServer((request, response) => {
    void readText(request).then((text) => {
      const headers = new Headers()
      for (const [name, value] of Object.entries(request.headers)) headers.set(name, String(value))
      all.push({ headers, text })
      const status = answer({ headers, text }, all.length)
      if (status === null) return
      response.statusCode = status
      if (status === 302) response.setHeader('location', '/elsewhere')
      response.end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/notify`,
    all,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function readText(request: IncomingMessage): Promise<string> {
  let text = ''
  request.setEncoding('utf8')
  for await (const part of request) text += String(part)
  return text
}

/** Verifies and opens a notification as a merchant would. */
export function opened(received: Received, credentials: Credentials) {
  const { headers, text } = received
  const event = JSON.parse(text)
  const { nonce, associated_data, ciphertext } = event.resource
  const bytes = Buffer.from(ciphertext, 'base64')
  const cipher = createDecipheriv('aes-256-gcm', credentials.apiV3Key, nonce)
  cipher.setAAD(Buffer.from(associated_data))
  cipher.setAuthTag(bytes.subarray(-16))
  const resource = JSON.parse(
    Buffer.concat([cipher.update(bytes.subarray(0, -16)), cipher.final()]).toString(),
  )
  return { event, resource, isSigned: isSigned(headers, text, credentials.publicKey) }
}
