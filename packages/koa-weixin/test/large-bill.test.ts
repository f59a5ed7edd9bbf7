import { createHash } from 'node:crypto'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { createGzip } from 'node:zlib'
import { pipeline, Readable } from 'node:stream'
import { expect, it } from 'vitest'
import vector from 'weixin-vectors/v3-bill.json' with { type: 'json' }
import type { Http } from '../src/index.ts'
import { axiosHttp } from '../src/remote/http.ts'
import { signedHeaders, WEIXIN_KEYS } from './as-weixin.ts'
import { openShop } from './shop.ts'

const ROWS = 50_000
const [headings = '', payment = '', , summaryHeadings = '', summary = ''] =
  vector.input.csv.split('\r\n')

/** The published payment, again and again under new numbers: about 15 MB. */
function* lines(): Generator<string> {
  yield `${headings}\r\n`
  for (let i = 0; i < ROWS; i += 1) {
    const outTradeNo = String(i).padStart(20, '0')
    yield `${payment.replace('20260101000000000001', outTradeNo).replace('订单附加数据', outTradeNo.repeat(4))}\r\n`
  }
  yield `${summaryHeadings}\r\n${summary.replace('2', String(ROWS))}\r\n`
}

function sha1(): string {
  const hash = createHash('sha1')
  for (const line of lines()) hash.update(line)
  return hash.digest('hex')
}

/** What is alive, in bytes, once everything dead is gone. */
function alive(): number {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

it('a bill of 50,000 rows passes through, and is never held', async () => {
  const real = axiosHttp()
  let pieces = 0
  const http: Http = Object.assign<Http, Pick<Http, 'stream'>>(
    async (request) => {
      if (!request.url.includes('/v3/bill/')) return real(request)
      const download_url = `${new URL(request.url).origin}/v3/billdownload/file?token=large`
      const body = JSON.stringify({ hash_type: 'SHA1', hash_value: sha1(), download_url })
      return { status: 200, headers: signedHeaders(body), body: Buffer.from(body) }
    },
    {
      async stream() {
        const zip = createGzip()
        pipeline(Readable.from(lines()), zip, () => {})
        return { status: 200, headers: {}, body: zip }
      },
    },
  )
  const shop = await openShop({ simulator: { keys: WEIXIN_KEYS }, weixin: { http } })
  const before = alive()
  const bill = await shop.weixin.bills.trades('2026-11-22', {
    onProgress({ total }) {
      expect(total).toBeNull()
      pieces += 1
    },
  })
  expect(pieces).toBeGreaterThan(10)
  expect(bill.summary?.count).toBe(ROWS)

  let count = 0
  let sum = 0
  let most = alive()
  for await (const row of bill) {
    if (row.outTradeNo !== `T${String(count).padStart(20, '0')}`) throw new Error(row.outTradeNo)
    count += 1
    sum += row.total
    if (count % 10_000 === 0) most = Math.max(most, alive())
  }
  expect([count, sum]).toEqual([ROWS, ROWS * 100])
  // The file has 15 MB, its rows as objects 90.
  expect((most - before) / 2 ** 20).toBeLessThan(8)
})
