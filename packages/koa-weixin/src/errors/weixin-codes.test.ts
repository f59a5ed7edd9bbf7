import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { catalogue } from './catalogue.ts'
import type { Text } from './catalogue/entry.ts'
import { apiCodes } from './weixin-codes/api.ts'
import { oauthCodes } from './weixin-codes/oauth.ts'
import { v2Codes } from './weixin-codes/v2.ts'
import { v3Codes } from './weixin-codes/v3.ts'
import { weixinCode, weixinRefusal } from './weixin-codes.ts'

const refusal = (code: string, message = '') => ({ status: 400, code, message })

describe('weixinCode', () => {
  it('finds a code in either spelling', () => {
    for (const code of ['ORDER_NOT_EXIST', 'ORDERNOTEXIST'])
      expect(weixinCode('v3', code)?.tradeState).toBe('absent')
    for (const code of ['No Bill Exist', 'NO_BILL_EXIST', 'NOBILLEXIST'])
      expect(weixinCode('v2', code, 'bill')?.becomes).toBe('bill-absent')
  })

  it('knows a credential that WeChat no longer accepts', () => {
    const invalid = ['40001', '40014', '42001']
    for (const code of invalid) expect(weixinCode('api', code)?.invalid).toBe('token')
    for (const code of [...invalid, '40003', '40030', '42002', '42007'])
      expect(weixinCode('oauth', code)).toMatchObject({
        invalid: 'token',
        becomes: 'web-token-refused',
      })
    for (const code of ['40029', '40163', '42003', '41008'])
      expect(weixinCode('oauth', code)).toMatchObject({ invalid: 'code', becomes: 'code-refused' })
  })

  it('falls back to the account’s codes in a sign-in', () => {
    expect(weixinCode('oauth', '40013')?.becomes).toBe('account-wrong')
  })

  it('says for each call what a code becomes', () => {
    expect(weixinCode('v3', 'RESOURCE_NOT_EXISTS')?.becomes).toBe('weixin-refused')
    expect(weixinCode('v3', 'RESOURCE_NOT_EXISTS', 'refund')?.becomes).toBe('refund-refused')
    expect(weixinCode('v3', 'RESOURCE_NOT_EXISTS', 'refund-query')?.becomes).toBe('refund-unknown')
    expect(weixinCode('v3', 'RESOURCE_NOT_EXISTS', 'certificates')?.becomes).toBe('no-certificates')
    expect(weixinCode('v3', 'INVALID_REQUEST', 'bill-file')?.becomes).toBe('bill-link-expired')
    expect(weixinCode('v2', 'INVALID_REQUEST', 'close')?.becomes).toBe('close-too-early')
    expect(weixinCode('api', '40001', 'token')?.becomes).toBe('account-wrong')
  })

  it('does not know what is not in the table', () => {
    for (const code of [undefined, '', '99999', 'constructor', 'TOSTRING'])
      expect(weixinCode('v3', code)).toBeUndefined()
  })
})

describe('weixinRefusal', () => {
  it('carries the actor and the remedy of the code', () => {
    const error = weixinRefusal('v3', refusal('NO_AUTH', '商户未开通'))
    expect(error).toMatchObject({ code: 'weixin-refused', actor: 'console' })
    expect(error.remedy.zh).toContain('产品中心')
    expect(error.meaning?.zh).toContain('未开通')
    expect(error.message).toContain('400 NO_AUTH 商户未开通')
  })

  it('keeps the remedy of an error of ours that stands for one code at one call', () => {
    const error = weixinRefusal('v3', refusal('INVALID_REQUEST'), { call: 'bill-file' })
    expect(error).toMatchObject({ code: 'bill-link-expired', ...entryOf('bill-link-expired') })
  })

  it('is weixin-refused with its general remedy for an unknown code', () => {
    expect(weixinRefusal('v2', refusal('NEVER_SEEN'))).toMatchObject({
      code: 'weixin-refused',
      ...entryOf('weixin-refused'),
    })
  })

  it('names the address that may not call', () => {
    const message = 'invalid ip 203.0.113.7 ipv6 ::ffff:203.0.113.7, not in whitelist rid: 1-2-3'
    expect(weixinRefusal('api', refusal('40164', message))).toMatchObject({
      code: 'address-not-allowed',
      detail: '203.0.113.7',
    })
  })
})

function entryOf(code: keyof typeof catalogue) {
  const { actor, remedy } = catalogue[code]
  return { actor, remedy }
}

describe('the table', () => {
  const families = { api: apiCodes, oauth: oauthCodes, v3: v3Codes, v2: v2Codes }
  const rows = Object.entries(families).flatMap(([family, codes]) =>
    Object.entries(codes).map(([code, row]) => ({ family, code, row })),
  )

  it('has a meaning and a remedy in both languages for each code', () => {
    const isComplete = ({ en, zh }: Text): boolean =>
      /^[A-Z`].*\.$/.test(en) && /\p{sc=Han}/u.test(zh)
    const incomplete = rows.filter(({ row }) => !isComplete(row.meaning) || !isComplete(row.remedy))
    expect(incomplete.map(({ code }) => code)).toEqual([])
  })

  it('holds each code once, whatever its spelling', () => {
    const names = rows.map(
      ({ family, code }) => `${family} ${code.toUpperCase().replaceAll(/[ _]/g, '')}`,
    )
    expect(new Set(names).size).toBe(names.length)
  })

  it('is the only place that names a code', () => {
    const names = rows.map(({ code }) => `'${code}'`).filter((name) => !OTHER_MEANINGS.has(name))
    const found = sourcesOf('..', 'weixin-codes').flatMap((text) =>
      names.filter((name) => text.includes(name)),
    )
    expect(found).toEqual([])
  })

  it('knows every code that the simulator returns', () => {
    const errcodes = new Set<string>()
    const words = new Set<string>()
    for (const text of sourcesOf('../../../weixin-simulator/src')) {
      for (const [, code = ''] of text.matchAll(/^\s+(?:'|\| )?(\d{5})'?:? ?\{?$/gm))
        errcodes.add(code)
      for (const [, code = ''] of text.matchAll(/(?:ApiRefusal\(|errcode: |errcode = )(-1|\d{5})/g))
        errcodes.add(code)
      for (const [, code = ''] of text.matchAll(/(?:\bcode: |Refusal\(\s*)'([A-Z][A-Z_ ]{3,})'/g))
        words.add(code)
    }
    for (const code of SIMULATORS_OWN) words.delete(code)
    expect(errcodes.size).toBeGreaterThan(15)
    expect(words.size).toBeGreaterThan(15)
    expect([...errcodes].filter((code) => !weixinCode('oauth', code))).toEqual([])
    const isUnknown = (code: string) => !weixinCode('v3', code) && !weixinCode('v2', code)
    expect([...words].filter(isUnknown)).toEqual([])
  })
})

/** Names of the simulator's call log and of its rules, which no response carries. */
const SIMULATORS_OWN = ['NO_CERTIFICATE', 'BAD_GATEWAY', 'LOST', 'SIGN_TYPE']

/** `return_code` of v2, and a word of general use. */
const OTHER_MEANINGS = new Set(["'FAIL'", "'ERROR'"])

function sourcesOf(folder: string, without?: string): string[] {
  const path = join(import.meta.dirname, folder)
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .filter((name) => without === undefined || !name.includes(without))
    .map((name) => readFileSync(join(path, name), 'utf8'))
}
