import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { fileURLToPath } from 'node:url'
import { compare, type Comparison, type Side } from './compare.ts'
import type { Fixture } from './fixture.ts'
import { PAGE } from './instance.ts'
import type { FromServer, ToServer } from './server.ts'

interface Asked {
  method: 'GET' | 'POST'
  path: string
  headers: Record<string, string>
  body: string
  /** The status that is expected. */
  status: number
}

const AT_ONCE = 16
const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE })

/** GET config over a socket, to a Koa that answers an equal JSON. */
export function configEndpoint(fixture: Fixture): Promise<Comparison> {
  const path = `/weixin/config?url=${encodeURIComponent(PAGE)}`
  const asked: Asked = { method: 'GET', path, headers: {}, body: '', status: 200 }
  return byServerCpu('GET config, server CPU', 'config limit', fixture, [asked])
}

/** POST notify over a socket, to a Koa that reads the body and does the bare crypto. */
export function notifyEndpoint(fixture: Fixture): Promise<Comparison> {
  const asked = fixture.notices.map(({ headers, body }): Asked => {
    const length = String(Buffer.byteLength(body))
    const sent = { ...headers, 'content-length': length }
    return { method: 'POST', path: '/weixin/notify', headers: sent, body, status: 204 }
  })
  return byServerCpu('POST notify, server CPU', 'notify limit', fixture, asked)
}

/** Each server has a process of its own, and this one, which asks, is another. */
async function byServerCpu(
  name: string,
  limit: 'config limit' | 'notify limit',
  fixture: Fixture,
  asked: readonly Asked[],
): Promise<Comparison> {
  const servers = await Promise.all([start('ours', fixture), start(limit, fixture)])
  const [ours, bare] = servers.map(({ process, url }): Side => {
    const cpu = async (): Promise<number> => {
      const message = await ask(process, 'cpu')
      return 'cpu' in message ? message.cpu : Number.NaN
    }
    return async (count) => {
      const before = await cpu()
      await load(url, asked, count)
      return (await cpu()) - before
    }
  })
  try {
    if (!ours || !bare) throw new Error('no servers')
    return await compare({ name, aim: 0.93, count: 2_000, ours, limit: bare })
  } finally {
    for (const { process } of servers) process.disconnect()
  }
}

async function start(kind: 'ours' | 'config limit' | 'notify limit', fixture: Fixture) {
  const child = fork(fileURLToPath(new URL('server.js', import.meta.url)))
  const answer = await ask(child, { start: kind, fixture })
  if (!('url' in answer)) throw new Error('no address')
  return { process: child, url: answer.url }
}

async function ask(server: ChildProcess, message: ToServer): Promise<FromServer> {
  server.send(message)
  const [answer] = await once(server, 'message')
  return answer as FromServer
}

async function load(url: string, asked: readonly Asked[], count: number): Promise<void> {
  let begun = 0
  const visitor = async (): Promise<void> => {
    while (begun < count) {
      const next = asked[begun % asked.length]
      begun += 1
      if (next) await send(url, next)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, visitor))
}

function send(url: string, { method, path, headers, body, status }: Asked): Promise<void> {
  return new Promise((resolve, reject) => {
    const sent = request(url + path, { method, headers, agent }, (response) => {
      if (response.statusCode !== status) reject(new Error(`${path} ${response.statusCode}`))
      response.resume().once('end', resolve).once('error', reject)
    })
    sent.once('error', reject).end(body)
  })
}
