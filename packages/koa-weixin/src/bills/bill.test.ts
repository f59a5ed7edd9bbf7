import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import vector from 'weixin-vectors/v3-bill.json' with { type: 'json' }
import { openBill } from './bill.ts'
import type { Columns } from './columns.ts'
import { fetchBill } from './fetch-bill.ts'
import { fundFlowReaders } from './fund-flow-bill.ts'
import { tradeReaders } from './trade-bill.ts'

const { csv, gzip_base64 } = vector.input
const plain = Buffer.from(csv)
const zipped = Buffer.from(gzip_base64, 'base64')
const sha1Of = (bytes: Buffer): string => createHash('sha1').update(bytes).digest('hex')

/** As a download comes: in pieces, however they are cut. */
async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let i = 0; i < bytes.length; i += size) yield bytes.subarray(i, i + size)
}

async function collect<Row>(rows: AsyncIterable<Row>): Promise<Row[]> {
  const all: Row[] = []
  for await (const row of rows) all.push(row)
  return all
}

const fetch = (bytes: Buffer, { size = 7, sha1 = vector.expected.hash_value } = {}) =>
  fetchBill({ sha1, total: bytes.length, body: inPieces(bytes, size) }, undefined)

const readTrades = async (bytes: Buffer, sha1 = sha1Of(bytes)) =>
  openBill(await fetch(bytes, { sha1 }), tradeReaders, { mustAddUp: false })

describe('the published bill', () => {
  it.each([
    ['plain', plain],
    ['gzip', zipped],
  ])(
    '%s, however it is cut: its hash is right, its columns are what they should be',
    async (_, file) => {
      for (const size of [1, 2, 3, 64, 100_000]) {
        const inWords = {
          row: ({ all }: Columns) => ({ columns: all }),
          summary: ({ all }: Columns) => ({ columns: all }),
          share: () => ({}),
        }
        const bill = await openBill(await fetch(file, { size }), inWords, { mustAddUp: false })
        const rows = await collect(bill)
        expect(rows).toHaveLength(vector.expected.detail_rows)
        expect(rows[0]?.columns).toEqual(vector.expected.first_row)
        expect(bill.summary.columns).toEqual(vector.expected.summary)
      }
    },
  )

  it('in fen', async () => {
    const bill = await readTrades(plain)
    expect(bill.summary).toMatchObject({
      count: 2,
      settlementTotal: 100,
      settlementRefund: 100,
      couponRefund: 0,
      feeMilliFen: 0,
      total: 100,
      refundAmount: 100,
    })
    const [payment, refund] = await collect(bill)
    expect(payment).toMatchObject({
      tradedAt: new Date('2026-01-01T00:00:05Z'),
      tradeState: 'SUCCESS',
      total: 100,
      feeMilliFen: 1000,
      subMchId: null,
      deviceInfo: null,
      refundId: null,
      outRefundNo: null,
      refundStatus: null,
      attach: '订单附加数据',
    })
    expect(refund).toMatchObject({
      tradeState: 'REFUND',
      outRefundNo: 'R20260101000000000001',
      refundId: '50300000002026010100000000001',
      refundStatus: 'PROCESSING',
      total: 0,
      refundAmount: 100,
      feeMilliFen: -1000,
    })
  })

  it('is refused by the hash of its gzip, which is the wrong one to compare', async () => {
    const sha1 = vector.expected.sha1_of_gzip_not_to_be_used
    await expect(fetch(zipped, { sha1 })).rejects.toMatchObject({ code: 'bill-hash-wrong' })
  })
})

describe('a file that is not the one announced', () => {
  const damaged = Buffer.from(zipped)
  damaged[60] = (damaged[60] ?? 0) ^ 0xff
  it.each([
    ['another row', Buffer.from(csv.replace('1.00', '9.00')), 'bill-hash-wrong'],
    ['cut plain file', plain.subarray(0, 900), 'bill-hash-wrong'],
    ['cut gzip', zipped.subarray(0, zipped.length - 20), 'bill-cut'],
    ['gzip without its last byte', zipped.subarray(0, -1), 'bill-cut'],
    ['damaged gzip', damaged, 'bill-hash-wrong'],
    ['nothing', Buffer.alloc(0), 'bill-hash-wrong'],
  ])('%s', async (_, bytes, code) => {
    await expect(fetch(bytes)).rejects.toMatchObject({ code })
  })

  it('a stream that breaks', async () => {
    async function* breaking(): AsyncGenerator<Buffer> {
      yield zipped.subarray(0, 100)
      throw Object.assign(new Error('aborted'), { code: 'ECONNRESET' })
    }
    const opened = { sha1: vector.expected.hash_value, total: null, body: breaking() }
    await expect(fetchBill(opened, undefined)).rejects.toMatchObject({
      code: 'bill-cut',
      detail: 'ECONNRESET',
    })
  })
})

describe('a file without a hash must add up to its summary', () => {
  const open = async (text: string) =>
    openBill(
      await fetchBill({ sha1: null, total: null, body: inPieces(Buffer.from(text), 7) }, undefined),
      tradeReaders,
      { mustAddUp: true },
    )
  const lines = csv.split('\r\n')
  const without = (line: number): string => lines.filter((_, i) => i !== line).join('\r\n')

  it('the published bill does', async () => {
    expect(await collect(await open(csv))).toHaveLength(2)
  })

  it.each([
    ['a row missing', without(2), 'count, settlementRefund, feeMilliFen, refundAmount'],
    [
      'all rows missing',
      [lines[0], ...lines.slice(3)].join('\r\n'),
      'count, settlementTotal, settlementRefund, total, refundAmount',
    ],
    [
      'a row twice',
      [...lines.slice(0, 2), ...lines.slice(1)].join('\r\n'),
      'count, settlementTotal, feeMilliFen, total',
    ],
    ['another amount', csv.replace('`0.60%,`1.00,', '`0.60%,`1.01,'), 'total'],
    ['another fee', csv.replace('`0.01000', '`0.01001'), 'feeMilliFen'],
    ['another summary', csv.replace('`2,`1.00', '`2,`2.00'), 'settlementTotal'],
  ])('%s', async (_, text, detail) => {
    expect(text).not.toBe(csv)
    await expect(open(text)).rejects.toMatchObject({
      code: 'bill-sums-wrong',
      detail,
    })
  })

  it('every cut is an error, until only the end of the last sum is gone', async () => {
    const bytes = Buffer.from(csv)
    const end = bytes.length - '1.00\r\n'.length
    for (let length = 0; length < end; length += 1) {
      const cut = fetchBill(
        { sha1: null, total: null, body: inPieces(bytes.subarray(0, length), 100_000) },
        undefined,
      )
      await expect(
        cut.then((spool) => openBill(spool, tradeReaders, { mustAddUp: true })),
      ).rejects.toMatchObject({ code: 'bill-malformed' })
    }
  })
})

describe('a form that we do not know, though the hash is right', () => {
  const lines = csv.split('\r\n')
  it.each([
    ['an empty file', '', 'no summary'],
    ['no summary', `${lines.slice(0, 3).join('\r\n')}\r\n`, 'no summary'],
    ['headings of a summary only', lines.slice(0, 4).join('\r\n'), 'no summary'],
    ['more after the summary', `${csv}\`1\r\n`, 'line 6'],
    ['a value more', csv.replace('`JSAPI,', '`JSAPI,`JSAPI,'), 'line 2'],
    ['a row before the headings', lines.slice(1).join('\r\n'), 'line 1'],
    ['an empty line within', csv.replace('\r\n', '\r\n\r\n'), 'line 2'],
    ['a column gone', csv.replace('订单金额,申请', '金额,申请'), 'line 2, 订单金额'],
    [
      'an amount that is none',
      csv.replace('`1.00,`0.00,`0,', '`1.005,`0.00,`0,'),
      'line 2, 应结订单金额',
    ],
    [
      'a time that is none',
      csv.replace('2026-01-01 08:00:05', '2026-13-01 08:00:05'),
      'line 2, 交易时间',
    ],
  ])('%s', async (_, text, detail) => {
    await expect(readTrades(Buffer.from(text))).rejects.toMatchObject({
      code: 'bill-malformed',
      detail,
    })
  })

  it('bytes that are no UTF-8', async () => {
    const bytes = Buffer.concat([plain.subarray(0, 200), Buffer.from([0xff]), plain.subarray(200)])
    await expect(readTrades(bytes)).rejects.toMatchObject({ code: 'bill-malformed' })
  })
})

it('reads LF alone, columns in another order, and columns that nobody knows', async () => {
  const known = csv.replaceAll('\r\n', '\n').replace('\uFEFF', '').split('\n')
  const text = known.map((line, i) =>
    i > 2 || line === '' ? line : i === 0 ? `新列,__proto__,${line}` : `\`新,\`p,${line}`,
  )
  const [row] = await collect(await readTrades(Buffer.from(text.join('\n'))))
  expect(row).toMatchObject({ total: 100, openid: 'oTestOnly0000000000000000001' })
  expect(row?.columns['新列']).toBe('新')
  expect(Object.hasOwn(row?.columns ?? {}, '__proto__')).toBe(true)
})

it.each(['a\\,b', 'a\\,`b', 'a,b', 'line\\nbreak', 'ends with \\'])(
  'leaves a merchant’s text as WeChat escaped it: %s',
  async (description) => {
    const text = Buffer.from(csv.replace('测试商品-一件', description))
    const [row] = await collect(await readTrades(text))
    expect(row).toMatchObject({ description, attach: '订单附加数据', total: 100 })
  },
)

it('a fund-flow bill: which way money went is read or refused, never guessed', async () => {
  const text = (direction: string, yuan = '(元)'): Buffer =>
    Buffer.from(
      `\uFEFF记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额${yuan},账户结余${yuan},资金变更提交申请人,备注,业务凭证号\r\n` +
        `\`2026-01-01 08:00:05,\`4200,\`1900,\`交易,\`交易,\`${direction},\`28.00,\`-1.05,\`system,\`,\`T1\r\n` +
        '资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额\r\n`1,`0,`0.00,`1,`28.00\r\n',
    )
  const read = async (bytes: Buffer) =>
    openBill(await fetch(bytes, { sha1: sha1Of(bytes) }), fundFlowReaders, { mustAddUp: true })
  for (const bytes of [text('支出'), text('支出', '（元）')]) {
    const bill = await read(bytes)
    expect(bill.summary).toMatchObject({ count: 1, income: 0, expenseCount: 1, expense: 2800 })
    expect(await collect(bill)).toMatchObject([
      { businessNo: '4200', direction: 'expense', amount: 2800, balance: -105, remark: null },
    ])
  }
  await expect(read(text('其他'))).rejects.toMatchObject({ code: 'bill-malformed' })
})

describe('a walk', () => {
  it('is taken once, and a closed bill is not an empty one', async () => {
    const bill = await readTrades(plain)
    for await (const row of bill) if (row.total === 100) break
    await expect(collect(bill)).rejects.toMatchObject({ code: 'bill-closed' })
    const other = await readTrades(plain)
    await other.close()
    await other.close()
    await expect(collect(other)).rejects.toMatchObject({ code: 'bill-closed' })
  })

  it('of a large file leaves no file behind, not even while it runs', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'weixin-test-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    vi.stubEnv('TMPDIR', folder)
    onTestFinished(() => void vi.unstubAllEnvs())
    const [head, ...rest] = csv.split('\r\n')
    const text = [head, ...Array<string | undefined>(8000).fill(rest[0]), ...rest.slice(1)].join(
      '\r\n',
    )
    const bytes = Buffer.from(text)
    expect(bytes.length).toBeGreaterThan(2 * 1024 * 1024)
    const zippedLarge = gzipSync(bytes)
    const spool = await fetch(zippedLarge, { size: 4096, sha1: sha1Of(bytes) })
    const bill = await openBill(spool, tradeReaders, { mustAddUp: false })
    expect(readdirSync(folder)).toEqual([])
    let count = 0
    for await (const row of bill) {
      count += row.total === 100 || row.total === 0 ? 1 : 0
    }
    expect(count).toBe(8001)
    await expect(collect(bill)).rejects.toMatchObject({ code: 'bill-closed' })
  })
})
