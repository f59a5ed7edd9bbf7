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
        const asWritten = {
          row: (columns: Columns) => columns.all(columns.line),
          summary: (columns: Columns) => columns.all(columns.line),
          zero: () => ({}),
          add: () => {},
        }
        const bill = await openBill(await fetch(file, { size }), asWritten, { mustAddUp: false })
        const rows = await collect(bill)
        expect(rows).toHaveLength(vector.expected.detail_rows)
        expect(rows[0]).toEqual(vector.expected.first_row)
        expect(bill.summary).toEqual(vector.expected.summary)
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
        cut.then((file) => openBill(file, tradeReaders, { mustAddUp: true })),
      ).rejects.toMatchObject({ code: 'bill-malformed' })
    }
  })
})

describe('a file that is no bill, though its hash is right', () => {
  const lines = csv.split('\r\n')
  it.each([
    ['an empty file', '', 'no headings'],
    ['no summary', `${lines.slice(0, 3).join('\r\n')}\r\n`, 'no summary'],
    ['headings of a summary only', lines.slice(0, 4).join('\r\n'), 'no summary'],
    ['a row before the headings', lines.slice(1).join('\r\n'), 'line 1'],
    ['one endless line', 'x'.repeat(1024 * 1024 + 1), 'no lines'],
  ])('%s', async (_, text, detail) => {
    await expect(readTrades(Buffer.from(text))).rejects.toMatchObject({
      code: 'bill-malformed',
      detail,
    })
  })
})

describe('a line that cannot be read, though the hash is right', () => {
  it.each([
    ['more after the summary', `${csv}\`1\r\n`, 'line 6', 6, 1],
    ['a value more', csv.replace('`JSAPI,', '`JSAPI,`JSAPI,'), 'line 2', 2, 1],
    ['an empty line within', csv.replace('\r\n', '\r\n\r\n'), 'line 2', 2, 1],
    ['a needed column gone', csv.replace('订单金额,申请', '金额,申请'), 'line 2, 订单金额', 2, 2],
    [
      'an amount in another unit',
      csv.replace('订单金额,申请', '订单金额(分),申请'),
      'line 2, 订单金额',
      2,
      2,
    ],
    [
      'an amount that is none',
      csv.replace('`1.00,`0.00,`0,', '`1.005,`0.00,`0,'),
      'line 2, 应结订单金额',
      2,
      1,
    ],
    [
      'a time that is none',
      csv.replace('2026-01-01 08:00:05', '2026-13-01 08:00:05'),
      'line 2, 交易时间',
      2,
      1,
    ],
  ])(
    '%s: the other lines, and its text, are there',
    async (_, text, detail, lineNumber, unreadable) => {
      expect(text).not.toBe(csv)
      const bytes = Buffer.from(text)
      const bill = await readTrades(bytes)
      expect(bill.unreadable).toBe(unreadable)
      const all = await collect(bill.lines())
      const wrong = all.filter(({ row }) => row === null)
      expect(wrong).toHaveLength(unreadable)
      expect(wrong[0]).toMatchObject({
        lineNumber,
        text: text.split('\r\n')[lineNumber - 1],
        error: { code: 'bill-malformed', detail },
      })
      expect(all.filter(({ row, error }) => row !== null && error === null)).toHaveLength(
        all.length - unreadable,
      )
      await expect(collect(await readTrades(bytes))).rejects.toMatchObject({ detail })
      const pieces = await collect((await readTrades(bytes)).text())
      expect(Buffer.concat(pieces).toString()).toBe(text)
    },
  )

  it('bytes that are no UTF-8 stand in a merchant’s text', async () => {
    const at = plain.indexOf('测试商品-一件')
    const bytes = Buffer.concat([plain.subarray(0, at), Buffer.from([0xff]), plain.subarray(at)])
    const [row] = await collect(await readTrades(bytes))
    expect(row).toMatchObject({ description: '\uFFFD测试商品-一件', total: 100 })
  })

  it('a summary under headings that nobody knows', async () => {
    const bill = await readTrades(Buffer.from(csv.replace('总交易单数', '笔数')))
    expect([bill.summary, bill.unreadable]).toEqual([null, 0])
    expect(await collect(bill)).toHaveLength(2)
  })
})

it.each(
  csv
    .split('\r\n')[0]!
    .slice(1)
    .split(',')
    .map((heading, i) => [heading, i] as const),
)('what counts as unreadable is what lines() cannot read: %s', async (_, column) => {
  const lines = csv.split('\r\n')
  for (const value of ['', 'x', '0', '-1.00', '1.001']) {
    const values = lines[1]!.slice(1).split(',`').with(column, value)
    const text = lines.with(1, `\`${values.join(',`')}`).join('\r\n')
    const bill = await readTrades(Buffer.from(text))
    const unread = (await collect(bill.lines())).filter(({ row }) => row === null)
    expect([value, unread.length]).toEqual([value, bill.unreadable])
  }
})

describe('a bill under other headings', () => {
  const values = [
    '2026-11-23 16:33:45',
    'wx1',
    '1900000001',
    '0',
    '',
    '4200001',
    'TEA1-0',
    'oX',
    'JSAPI',
    'SUCCESS',
    'OTHERS',
    'CNY',
    '28.00',
    '0.00',
    '0',
    '0',
    '1.00',
    '0.00',
    '',
    '',
    '龙井',
    'TEA1',
    '0.01680',
    '0.60%',
  ]
  const line = (texts: string[]): string => texts.map((text) => `\`${text}`).join(',')
  const old = (coupon: string): string =>
    `交易时间,公众账号ID,商户号,子商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,总金额,${coupon}金额,微信退款单号,商户退款单号,退款金额,${coupon}退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率`
  const oldSums = (coupon: string): string =>
    `总交易单数,总交易额,总退款金额,总${coupon}退款金额,手续费总金额`
  const english =
    'Transaction time,Official account ID(appid),Vendor ID(mch_id),Sub vendor ID (sub_mch_id),Device ID(Device_info),Wechat order number(transaction_id),Vendor order number(out_transaction_id),User tag(openid),Transaction type,Transaction status,Payment bank,Currency type,Transaction amount,Coupon amount,Wechat refund number,Vendor refund number,Refund amount,Coupon refund amount,Refund type,Refund status,Product name,Vendor data package,Fee,Rate'
  const sums = ['1', '28.00', '1.00', '0.00', '0.01680']

  it.each<[string, string[]]>([
    [
      'older, of coupons',
      [old('代金券或立减优惠'), line(values), oldSums('代金券或立减优惠'), line(sums)],
    ],
    ['oldest, of red packets', [old('企业红包'), line(values), oldSums('企业红包'), line(sums)]],
    [
      'English',
      [
        english,
        line(values),
        'Total transaction count,Total transaction amount,Total refund amount,Total coupon refund amount,Total fee',
        line(sums),
      ],
    ],
    [
      'older, with today’s further columns',
      [
        `${old('代金券或立减优惠')},订单金额,申请退款金额,费率备注`,
        line([...values, '28.00', '1.00', '']),
        `${oldSums('代金券或立减优惠')},订单总金额,申请退款总金额`,
        line([...sums, '28.00', '1.00']),
      ],
    ],
  ])('%s: rows and sums are read, and add up', async (_, lines) => {
    const text = `\uFEFF${lines.join('\r\n')}\r\n`
    const opened = { sha1: null, total: null, body: inPieces(Buffer.from(text), 100) }
    const bill = await openBill(await fetchBill(opened, undefined), tradeReaders, {
      mustAddUp: true,
    })
    expect(bill.summary).toMatchObject({ count: 1, total: 2800, refundAmount: 100 })
    expect(await collect(bill)).toMatchObject([
      {
        tradedAt: new Date('2026-11-23T08:33:45Z'),
        transactionId: '4200001',
        outTradeNo: 'TEA1-0',
        attach: 'TEA1',
        settlementTotal: 2800,
        total: 2800,
        refundAmount: 100,
        subMchId: null,
        feeMilliFen: 1680,
      },
    ])
  })

  it.each([
    ['full width colons', '2026-11-23 16：33：45', '2026-11-23T08:33:45Z'],
    ['slashes and no seconds', '2026/11/23 16:33', '2026-11-23T08:33:00Z'],
    ['a tab behind it', '2026-11-23 16:33:45\t', '2026-11-23T08:33:45Z'],
  ])('a time with %s', async (_, time, expected) => {
    const text = csv.replace('2026-01-01 08:00:05', time)
    const [row] = await collect(await readTrades(Buffer.from(text)))
    expect(row?.tradedAt).toEqual(new Date(expected))
  })

  it('a line break in a merchant’s text', async () => {
    const text = csv.replace('测试商品-一件', '测试\n商品\n`-一件')
    const bill = await readTrades(Buffer.from(text))
    expect(bill.unreadable).toBe(2)
    const rows = (await collect(bill.lines())).map(({ row }) => row?.outTradeNo)
    expect(rows).toHaveLength(3)
    const simple = await readTrades(Buffer.from(csv.replace('测试商品-一件', '测试\n商品')))
    expect(await collect(simple)).toMatchObject([{ description: '测试\n商品', total: 100 }, {}])
  })
})

describe('lines that are none of WeChat’s usual ones', () => {
  const [head, ...rest] = csv.replace('\uFEFF', '').split('\r\n')
  const [row, other, sumHead, sum] = rest
  const read = async (lines: (string | undefined)[]) => readTrades(Buffer.from(lines.join('\r\n')))

  it('blank ones around the rows mean nothing', async () => {
    const blank = ['', '  ', '\t']
    const lines = [...blank, head, row, other, sumHead, ...blank, sum, ...blank]
    const bill = await read(lines)
    expect([bill.unreadable, bill.summary]).toEqual([0, (await readTrades(plain)).summary])
    expect(await collect(bill.lines())).toHaveLength(2)
  })

  it('a row whose first backquote is lost is a row that cannot be read, and no headings', async () => {
    const bill = await read([head, row?.slice(1), other, sumHead, sum])
    expect(bill.unreadable).toBe(1)
    expect(bill.summary).not.toBeNull()
    expect(await collect(bill.lines())).toMatchObject([
      { lineNumber: 2, text: row?.slice(1), row: null, error: { detail: 'line 2' } },
      { lineNumber: 3, error: null },
    ])
  })

  it('of two columns with one heading neither is read where it is needed', async () => {
    const bill = await read([
      `${head},订单金额(元)`,
      `${row},\`1.00`,
      `${other},\`1.00`,
      sumHead,
      sum,
    ])
    expect(bill.unreadable).toBe(2)
    const [line] = await collect(bill.lines())
    expect(line?.error?.detail).toBe('line 2, 订单金额')
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
    const file = await fetch(zippedLarge, { size: 4096, sha1: sha1Of(bytes) })
    const bill = await openBill(file, tradeReaders, { mustAddUp: false })
    expect(readdirSync(folder)).toEqual([])
    let count = 0
    for await (const row of bill) {
      count += row.total === 100 || row.total === 0 ? 1 : 0
    }
    expect(count).toBe(8001)
    await expect(collect(bill)).rejects.toMatchObject({ code: 'bill-closed' })
  })
})
