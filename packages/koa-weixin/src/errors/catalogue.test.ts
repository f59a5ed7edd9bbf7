import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { catalogue } from './catalogue.ts'
import type { Entry } from './catalogue/entry.ts'
import { apiCodes } from './weixin-codes/api.ts'
import { oauthCodes } from './weixin-codes/oauth.ts'
import { v2Codes } from './weixin-codes/v2.ts'
import { v3Codes } from './weixin-codes/v3.ts'

const entries = Object.entries(catalogue) as [string, Entry][]

it('has plain sentences for every error, in both languages', () => {
  const isEnglish = (text: string): boolean => /^[A-Z`'].*\.$/s.test(text)
  const isChinese = (text: string): boolean => /\p{sc=Han}.*。$/su.test(text)
  const wrong = entries.filter(([, { message, messageZh, remedy, payerMessage }]) => {
    const en = [message, remedy.en, ...(payerMessage ? [payerMessage.en] : [])]
    const zh = [messageZh, remedy.zh, ...(payerMessage ? [payerMessage.zh] : [])]
    return !en.every(isEnglish) || !zh.every(isChinese)
  })
  expect(wrong).toEqual([])
})

it('gives the payer short texts that name no option', () => {
  for (const [, { payerMessage }] of entries) {
    if (!payerMessage) continue
    expect(payerMessage.zh.length).toBeLessThanOrEqual(32)
    expect(payerMessage.en.length).toBeLessThanOrEqual(80)
    expect(payerMessage.en).not.toMatch(/`/)
  }
})

it('holds no error that nothing throws', () => {
  const folder = join(import.meta.dirname, '..')
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .filter((name) => !name.includes(join('errors', 'catalogue')))
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('\n')
  const byTable = [apiCodes, oauthCodes, v2Codes, v3Codes].flatMap((codes) =>
    Object.values(codes).flatMap(({ becomes, on = {} }) => [becomes, ...Object.values(on)]),
  )
  const isMade = (code: string): boolean =>
    (byTable as unknown[]).includes(code) ||
    sources.includes(`'${code}'`) ||
    (code.startsWith('unexpected-') && sources.includes('`unexpected-${'))
  expect(entries.map(([code]) => code).filter((code) => !isMade(code))).toEqual([])
})
