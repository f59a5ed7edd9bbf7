import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import {
  copyFile,
  mkdtemp,
  open,
  readdir,
  readFile,
  rm,
  stat,
  utimes,
  writeFile,
  type FileHandle,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createSimulator, type Simulator } from '../src/index.ts'
import { merchant } from './merchant.ts'
import { receiver } from './receiver.ts'

/** All but the PKCS#12 file, which is packed anew with another salt. */
const withoutP12 = ({ credentials }: Simulator) => {
  const { p12, ...others } = credentials
  expect(p12).toMatch(/^MII/)
  return others
}

/** Everything but the avatar, whose address has the port. */
const known = (weixin: Simulator) =>
  weixin.users().map(({ openid, nickname, balance }) => ({ openid, nickname, balance }))

const FILE = 'weixin-simulator.jsonl'
const LOCK = 'weixin-simulator.lock'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'weixin-simulator-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

test('a restart forgets nothing', async () => {
  const notify = await receiver(() => 500)
  const first = await createSimulator({ folder, name: '山后茶铺' })
  const { appId, appSecret } = first.credentials
  const shop = merchant(first, notify.url)
  const unpaid = shop.order()
  const { body } = await shop.prepay(unpaid)
  const { transactionId } = await first.pay(await shop.prepayId())
  await shop.refund({
    transaction_id: transactionId,
    out_refund_no: 'R1',
    amount: { refund: 1, total: 100, currency: 'CNY' },
  })
  const openid = first.users()[1]?.openid ?? ''
  const { code } = await first.createCode({ openid, scope: 'snsapi_base' })
  const token = `${appId}&secret=${appSecret}&grant_type=client_credential`
  const got = await (await fetch(`${first.url}/cgi-bin/token?appid=${token}`)).json()
  await first.advance(3600)
  const before = {
    credentials: withoutP12(first),
    users: known(first),
    orders: first.orders(),
    refunds: first.refunds(),
  }
  await first.close()
  const seen = notify.all.length

  const second = await createSimulator({ folder })
  expect({
    credentials: withoutP12(second),
    users: known(second),
    orders: second.orders(),
    refunds: second.refunds(),
  }).toEqual(before)
  const again = merchant(second, notify.url)
  expect((await again.prepay(unpaid)).status).toBe(200)
  await second.pay(String(body['prepay_id']))
  const exchange = `appid=${appId}&secret=${appSecret}&code=${code}&grant_type=authorization_code`
  const late = await fetch(`${second.url}/sns/oauth2/access_token?${exchange}`)
  expect(await late.json()).toMatchObject({ errcode: 42003 })
  const ticket = await fetch(
    `${second.url}/cgi-bin/ticket/getticket?type=jsapi&access_token=${got.access_token}`,
  )
  const { errcode, expires_in } = await ticket.json()
  expect([errcode, expires_in]).toEqual([0, 7200])
  // The schedule of the first payment's notification goes on where it was.
  await second.advance(86_640)
  const about = second.log().filter((one) => one.request['about'] === transactionId)
  expect(about.length).toBeGreaterThan(0)
  expect(notify.all.length).toBeGreaterThan(seen)
  await second.close()
  await notify.close()
})

test('what was answered is on the disk, in one file that only its owner reads', async () => {
  const weixin = await createSimulator({ folder })
  const shop = merchant(weixin)
  const outTradeNo = shop.order()['out_trade_no']
  await shop.prepay(shop.order({ out_trade_no: outTradeNo }))
  expect((await readdir(folder)).toSorted()).toEqual([FILE, LOCK])
  const { mode } = await stat(join(folder, FILE))
  expect(mode & 0o077).toBe(0)
  // Not closed: a copy has what a killed one leaves.
  const copy = await mkdtemp(join(tmpdir(), 'weixin-simulator-'))
  await copyFile(join(folder, FILE), join(copy, FILE))
  const other = await createSimulator({ folder: copy })
  expect(other.orders().map((order) => order.outTradeNo)).toEqual([outTradeNo])
  await other.close()
  await rm(copy, { recursive: true })
  await weixin.close()
  expect(await readdir(folder)).toEqual([FILE])
})

/** What all open files have in common: a spy on its methods sees each of them. */
async function anyFile(): Promise<FileHandle> {
  const file = await open(join(folder, FILE))
  await file.close()
  return Object.getPrototypeOf(file)
}

test('a payment is on the disk before the app is notified of it', async () => {
  const onDisk: boolean[] = []
  const notify = await receiver(() => {
    onDisk.push(readFileSync(join(folder, FILE), 'utf8').includes('"state":"SUCCESS"'))
    return 204
  })
  const weixin = await createSimulator({ folder })
  const prepayId = await merchant(weixin, notify.url).prepayId()
  const slow = vi.spyOn(await anyFile(), 'appendFile')
  slow.mockImplementation(async function (this: FileHandle, data) {
    await sleep(300)
    await this.write(String(data))
  })
  await weixin.pay(prepayId)
  await weixin.notifications.idle()
  slow.mockRestore()
  expect(onDisk).toEqual([true])
  await weixin.close()
  await notify.close()
})

test('a second simulator on the folder says who holds it', async () => {
  const weixin = await createSimulator({ folder })
  await expect(createSimulator({ folder })).rejects.toThrow(
    `in use by the simulator at ${weixin.url} (process ${process.pid})`,
  )
  await weixin.close()
  await (await createSimulator({ folder })).close()
})

test('the lock of a process that has ended is taken over', async () => {
  const { pid } = spawnSync(process.execPath, ['-e', ''])
  await writeFile(join(folder, LOCK), JSON.stringify({ pid, url: 'http://localhost:1' }))
  const { credentials, ...first } = await createSimulator({ folder })
  await first.close()
  // As in a container, where each start has the same process id.
  await writeFile(join(folder, LOCK), JSON.stringify({ pid: process.pid, url: null }))
  const second = await createSimulator({ folder })
  expect(second.credentials.appId).toBe(credentials.appId)
  await second.close()
})

test('what a full disk refuses is written once it has room', async () => {
  const notify = await receiver(() => 204)
  const first = await createSimulator({ folder })
  const shop = merchant(first, notify.url)
  const [overtaken, prepayId] = [await shop.prepayId(), await shop.prepayId()]
  await first.trigger('notifications-reordered')
  await first.pay(overtaken)
  const full = vi.spyOn(await anyFile(), 'appendFile')
  full.mockImplementation(async function (this: FileHandle, data) {
    await this.write(String(data).slice(0, 40))
    throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' })
  })
  const printed = vi.spyOn(console, 'error').mockImplementation(() => {})
  expect(await shop.prepay(shop.order())).toMatchObject({ status: 500, isSigned: true })
  expect(printed).toHaveBeenCalled()
  await expect(first.pay(prepayId)).rejects.toThrow('ENOSPC')
  await first.notifications.idle()
  expect(notify.all).toHaveLength(0)
  printed.mockRestore()
  full.mockRestore()
  await first.advance(1)
  expect(notify.all).toHaveLength(2)
  const before = first.orders()
  expect(before).toHaveLength(3)
  await first.close()
  const second = await createSimulator({ folder })
  expect(second.orders()).toEqual(before)
  await second.close()
  await notify.close()
})

test('the lock of another container counts while it is touched, whatever its process id', async () => {
  const lock = join(folder, LOCK)
  const held = JSON.stringify({ pid: process.pid, host: 'another-container', url: null })
  await writeFile(lock, held)
  await expect(createSimulator({ folder })).rejects.toThrow(/process \d+ on another-container/)
  const minuteAgo = new Date(Date.now() - 60_000)
  await utimes(lock, minuteAgo, minuteAgo)
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  try {
    const weixin = await createSimulator({ folder })
    await utimes(lock, minuteAgo, minuteAgo)
    vi.advanceTimersByTime(5000)
    const touchedAt = async (): Promise<number> => (await stat(lock)).mtimeMs
    await expect.poll(touchedAt).toBeGreaterThan(minuteAgo.getTime())
    await weixin.close()
  } finally {
    vi.useRealTimers()
  }
})

test('of several simulators that start on one folder at once, one has it', async () => {
  const { pid } = spawnSync(process.execPath, ['-e', ''])
  await writeFile(join(folder, LOCK), JSON.stringify({ pid, url: null }))
  const starting = [folder, folder, relative(process.cwd(), folder), `${folder}/.`]
  const started = await Promise.allSettled(starting.map((one) => createSimulator({ folder: one })))
  const running = started.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  const codes = started.flatMap((one) => (one.status === 'rejected' ? [one.reason.code] : []))
  expect(codes).toEqual(Array(3).fill('SIMULATOR_FOLDER_IN_USE'))
  expect(running).toHaveLength(1)
  const spelled = relative(process.cwd(), folder)
  await expect(createSimulator({ folder: spelled })).rejects.toThrow(/in use by the simulator/)
  await running[0]?.close()
  expect((await readdir(folder)).toSorted()).toEqual([FILE])
})

test('a file that was cut is set aside by name, and what is whole in it counts', async () => {
  const first = await createSimulator({ folder })
  const shop = merchant(first)
  await shop.prepayId()
  await shop.prepayId()
  const { credentials } = first
  await first.close()
  const path = join(folder, FILE)
  const text = await readFile(path, 'utf8')
  await writeFile(path, text.slice(0, -20))
  const warned = once(process, 'warning')
  const second = await createSimulator({ folder })
  const [warning] = await warned
  expect(warning.message).toContain(`${path} is damaged at line ${text.split('\n').length - 1}`)
  const [aside = ''] = (await readdir(folder)).filter((name) => name.includes('damaged'))
  expect(warning.message).toContain(aside)
  expect(await readFile(join(folder, aside), 'utf8')).toBe(text.slice(0, -20))
  expect(second.credentials.appId).toBe(credentials.appId)
  expect(second.orders()).toHaveLength(1)
  await second.close()
})

test.each([
  ['weixin-simulator.json', '{"account":{"name":"山前茶铺"},"orders":[]}'],
  [FILE, '{"kind":"version","id":"1","value":null}\n'],
])('a file of another version, %s, is named and set aside', async (name, text) => {
  const path = join(folder, name)
  await writeFile(path, text)
  const warned = once(process, 'warning')
  const weixin = await createSimulator({ folder })
  const [{ message }] = await warned
  expect(message).toContain(`${path} was written by another version of the simulator`)
  const [aside = ''] = (await readdir(folder)).filter((one) => one.includes('other-version'))
  expect(message).toContain(aside)
  expect(await readFile(join(folder, aside), 'utf8')).toBe(text)
  await merchant(weixin).prepayId()
  await weixin.close()
  // It is reported once: the next start finds its own file.
  const again = await createSimulator({ folder })
  expect(again.orders()).toHaveLength(1)
  await again.close()
})

test('a change appends its own records, however many orders there are', async () => {
  const weixin = await createSimulator({ folder })
  const shop = merchant(weixin)
  for (let i = 0; i < 20; i++) await shop.prepayId()
  const before = (await stat(join(folder, FILE))).size
  await shop.prepayId()
  const added = (await stat(join(folder, FILE))).size - before
  expect(added).toBeGreaterThan(0)
  expect(added).toBeLessThan(1500)
  await weixin.close()
})

test('a seed makes ids repeatable', async () => {
  const ids = async (seed?: string) => {
    const weixin = await createSimulator({ ...(seed !== undefined && { seed }) })
    const { appId, mchId, apiV3Key } = weixin.credentials
    const [user] = weixin.users()
    const { serialNo } = await weixin.platform.issue()
    await weixin.close()
    return { appId, mchId, apiV3Key, openid: user?.openid, serialNo }
  }
  expect(await ids('tea')).toEqual(await ids('tea'))
  expect(await ids('tea')).not.toEqual(await ids('milk'))
  expect(await ids()).not.toEqual(await ids())
})

test('keys and a name that are handed in replace the kept ones', async () => {
  const first = await createSimulator({ folder })
  const { privateKey, publicKey } = first.credentials
  await first.close()
  const keys = { privateKey, publicKey, publicKeyId: 'PUB_KEY_ID_8' }
  const second = await createSimulator({ folder, keys, name: '又一家' })
  expect(second.credentials.publicKeyId).toBe('PUB_KEY_ID_8')
  expect(second.credentials.serialNo).toBe(first.credentials.serialNo)
  const facts = await (await fetch(`${second.url}/simulator`)).json()
  expect(facts).toEqual({ name: '又一家', url: second.url })
  await second.close()
})
