import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { fileURLToPath } from 'node:url'
import { measure, summarize, type Comparison, type Round, type Side } from './compare.ts'
import type { Fixture, SignedNotification } from './fixture.ts'
import { PAGE } from './instance.ts'
import type { FromServer, Kind, ToServer } from './server.ts'

interface Requests {
  method: 'GET' | 'POST'
  path: string
  headers: Record<string, string>
  body: string
  /** The status that is expected. */
  status: number
}

interface EndpointOptions {
  name: string
  aim: number | null
  /** Ours, then the limit. */
  kinds: [Kind, Kind]
  requests: readonly Requests[]
}

const AT_ONCE = 16
const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE })

const AIM = 0.9

const askConfig = (): Requests[] => {
  const path = `/weixin/config?url=${encodeURIComponent(PAGE)}`
  return [{ method: 'GET', path, headers: {}, body: '', status: 200 }]
}

const askNotify = (notifications: readonly SignedNotification[], status: number): Requests[] =>
  notifications.map(({ headers, body }) => {
    const sent = { ...headers, 'content-length': String(Buffer.byteLength(body)) }
    return { method: 'POST', path: '/weixin/notify', headers: sent, body, status }
  })

/** GET config over sockets, to a handler that reads the query, signs and answers an equal JSON. */
export const configEndpoint = (fixture: Fixture): Promise<Comparison> =>
  byServerCpu(fixture, {
    name: 'GET config, server CPU',
    aim: AIM,
    kinds: ['ours', 'limit config'],
    requests: askConfig(),
  })

/** POST notify over sockets, to a handler that does the same checks in a row. */
export const notifyEndpoint = (fixture: Fixture): Promise<Comparison> =>
  byServerCpu(fixture, {
    name: 'POST notify, server CPU',
    aim: AIM,
    kinds: ['ours', 'limit notify'],
    requests: askNotify(fixture.notifications, 204),
  })

/** The same by API v2. */
export const notifyEndpointV2 = (fixture: Fixture): Promise<Comparison> =>
  byServerCpu(fixture, {
    name: 'POST notify (APIv2), server CPU',
    aim: AIM,
    kinds: ['ours v2', 'limit notify v2'],
    requests: askNotify(fixture.notificationsV2, 200),
  })

/** Two starts of the same server differ by 3 to 9 %, so one pair of processes would not be enough. */
const PAIRS = 5
const ROUNDS = 4
const COUNT = 1_200

async function byServerCpu(
  fixture: Fixture,
  { name, aim, kinds, requests }: EndpointOptions,
): Promise<Comparison> {
  const rounds: Round[] = []
  for (let pair = 0; pair < PAIRS; pair += 1)
    rounds.push(...(await measurePair(fixture, kinds, requests)))
  return summarize({ name, aim, count: COUNT }, rounds)
}

/** Each server has a process of its own, and this one, which asks, is another. */
async function measurePair(
  fixture: Fixture,
  kinds: EndpointOptions['kinds'],
  requests: readonly Requests[],
): Promise<Round[]> {
  const servers = await Promise.all(kinds.map((kind) => start(kind, fixture)))
  const [ours, limit] = servers.map(({ process, url }): Side => {
    const cpu = async (): Promise<number> => {
      const message = await send(process, 'cpu')
      return 'cpu' in message ? message.cpu : Number.NaN
    }
    return async (count) => {
      const before = await cpu()
      await load(url, requests, count)
      return (await cpu()) - before
    }
  })
  try {
    if (!ours || !limit) throw new Error('no servers')
    return await measure({ ours, limit, count: COUNT, rounds: ROUNDS })
  } finally {
    for (const { process } of servers) process.disconnect()
  }
}

async function start(kind: Kind, fixture: Fixture) {
  const child = fork(fileURLToPath(new URL('server.js', import.meta.url)))
  const answer = await send(child, { start: kind, fixture })
  if (!('url' in answer)) throw new Error('no address')
  return { process: child, url: answer.url }
}

async function send(server: ChildProcess, message: ToServer): Promise<FromServer> {
  server.send(message)
  const [answer] = await once(server, 'message')
  return answer as FromServer
}

async function load(url: string, requests: readonly Requests[], count: number): Promise<void> {
  let begun = 0
  const client = async (): Promise<void> => {
    while (begun < count) {
      const next = requests[begun % requests.length]
      begun += 1
      if (next) await sendRequest(url, next)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, client))
}

function sendRequest(
  url: string,
  { method, path, headers, body, status }: Requests,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const sent = request(url + path, { method, headers, agent }, (response) => {
      if (response.statusCode !== status) reject(new Error(`${path} ${response.statusCode}`))
      response.resume().once('end', resolve).once('error', reject)
    })
    sent.once('error', reject).end(body)
  })
}
