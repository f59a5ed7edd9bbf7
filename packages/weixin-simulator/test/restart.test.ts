import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
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
  const told = notify.all.length

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
  expect(notify.all.length).toBeGreaterThan(told)
  await second.close()
  await notify.close()
})

test('what was answered is on the disk, in one file that only its owner reads', async () => {
  const weixin = await createSimulator({ folder })
  const shop = merchant(weixin)
  const number = shop.order()['out_trade_no']
  await shop.prepay(shop.order({ out_trade_no: number }))
  // Not closed: a second one reads what a killed one left.
  const other = await createSimulator({ folder })
  expect(other.orders().map((order) => order.outTradeNo)).toEqual([number])
  expect(await readdir(folder)).toEqual(['weixin-simulator.json'])
  const { mode } = await stat(join(folder, 'weixin-simulator.json'))
  expect(mode & 0o077).toBe(0)
  await other.close()
  await weixin.close()
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

test('a file of an earlier version, which knew no counters, is filled up', async () => {
  const first = await createSimulator({ folder })
  const credentials = withoutP12(first)
  await first.close()
  const [name = ''] = await readdir(folder)
  const { counters, ...earlier } = JSON.parse(await readFile(join(folder, name), 'utf8'))
  expect(counters).toEqual({})
  await writeFile(join(folder, name), JSON.stringify(earlier))
  const second = await createSimulator({ folder, quotas: { token: 1 } })
  expect(withoutP12(second)).toEqual(credentials)
  const { appId, appSecret } = credentials
  const query = `grant_type=client_credential&appid=${appId}&secret=${appSecret}`
  const token = await fetch(`${second.url}/cgi-bin/token?${query}`)
  expect(await token.json()).toHaveProperty('access_token')
  await second.close()
})
