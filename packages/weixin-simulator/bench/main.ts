import { createSign } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSimulator, type Simulator } from '../src/index.ts'

/** What createSimulator() costs: the first one of a process makes the key pairs, the others share them. */
async function starts(): Promise<void> {
  const times: number[] = []
  for (let i = 0; i < 20; i++) {
    const startedAt = performance.now()
    const simulator = await createSimulator()
    times.push(performance.now() - startedAt)
    await simulator.close()
  }
  const [first = 0, ...others] = times
  const median = others.toSorted((a, b) => a - b)[Math.floor(others.length / 2)] ?? 0
  console.log(
    `createSimulator()   first ${first.toFixed(0)} ms, then ${median.toFixed(1)} ms (aim: < 30)`,
  )
}

/** A merchant's server that accepts each notification. */
async function receiver(): Promise<{ url: string; count: () => number; close: () => void }> {
  let count = 0
  const server = createServer((request, response) => {
    request.resume().once('end', () => {
      count += 1
      response.writeHead(204).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/notify`,
    count: () => count,
    close: () => void server.close(),
  }
}

async function placeOrder(
  simulator: Simulator,
  outTradeNo: string,
  notifyUrl: string,
): Promise<string> {
  const { url, credentials } = simulator
  const { appId, mchId, serialNo, privateKey } = credentials
  const path = '/v3/pay/transactions/jsapi'
  const body = JSON.stringify({
    appid: appId,
    mchid: mchId,
    description: '明前龙井 50g',
    out_trade_no: outTradeNo,
    notify_url: notifyUrl,
    amount: { total: 100, currency: 'CNY' },
    payer: { openid: simulator.users()[0]?.openid },
  })
  const time = Math.floor(Date.now() / 1000)
  const nonce = '593BEC0C930BF1AFEB40B4A08C8FB242'
  const signature = createSign('RSA-SHA256')
    .update(`POST\n${path}\n${time}\n${nonce}\n${body}\n`)
    .sign(privateKey, 'base64')
  const response = await fetch(url + path, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `WECHATPAY2-SHA256-RSA2048 mchid="${mchId}",nonce_str="${nonce}",signature="${signature}",timestamp="${time}",serial_no="${serialNo}"`,
    },
    body,
  })
  const { prepay_id: prepayId } = await response.json()
  return prepayId
}

/** Orders placed, paid and notified in a second, and how the rate changes with their number. */
async function rate(name: string, folder: string | undefined, rounds: number): Promise<void> {
  const PER_ROUND = 400
  const LANES = 8
  const notify = await receiver()
  const simulator = await createSimulator({ ...(folder !== undefined && { folder }) })
  const rates: number[] = []
  for (let round = 0; round < rounds; round++) {
    const startedAt = performance.now()
    const cpu = process.cpuUsage()
    let next = 0
    const lane = async (): Promise<void> => {
      while (next < PER_ROUND) {
        const outTradeNo = `B${round}-${String(next++).padStart(8, '0')}`
        await simulator.pay(await placeOrder(simulator, outTradeNo, notify.url))
      }
    }
    await Promise.all(Array.from({ length: LANES }, lane))
    await simulator.notifications.idle()
    const { user, system } = process.cpuUsage(cpu)
    const seconds = Math.max((user + system) / 1e6, (performance.now() - startedAt) / 1000 / 4)
    rates.push(PER_ROUND / seconds)
  }
  const paid = notify.count()
  await simulator.close()
  notify.close()
  const shown = rates.map((one) => one.toFixed(0)).join(' ')
  console.log(
    `${name} orders paid and notified per CPU second, in rounds of 400: ${shown} (${paid} in all)`,
  )
}

console.log(
  `\nweixin-simulator, Node ${process.versions.node}: client, simulator and receiver in one process`,
)
await starts()
await rate('in memory          ', undefined, 5)
const folder = await mkdtemp(join(tmpdir(), 'weixin-simulator-bench-'))
await rate('with a folder      ', folder, 3)
await rm(folder, { recursive: true })
