import { generateKeyPair } from 'node:crypto'
import { promisify } from 'node:util'
import { randomDigits, randomHex, randomWord } from '../crypto/random.ts'
import type { Credentials } from '../types.ts'
import { merchantP12, processAuthority, type Authority } from './authority.ts'
import { merchantCertificate, merchantPublicKey } from './certificate.ts'

/** What the consoles know of the one Official Account and its merchant. */
export interface Account {
  name: string
  credentials: Credentials
  /** WeChat Pay's own: signs responses and notifications. */
  weixinPrivateKey: string
  authority: Authority
}

export interface WeixinKeys {
  privateKey: string
  publicKey: string
  publicKeyId: string
}

const rsaPair = (): Promise<{ privateKey: string; publicKey: string }> =>
  promisify(generateKeyPair)('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })

const weixinKeys = async (): Promise<WeixinKeys> => ({
  ...(await rsaPair()),
  publicKeyId: `PUB_KEY_ID_${randomDigits(34)}`,
})

export async function createAccount(
  name: string,
  now: number,
  keys: WeixinKeys | undefined,
): Promise<Account> {
  const [merchant, weixin, authority] = await Promise.all([
    rsaPair(),
    keys ?? weixinKeys(),
    processAuthority(),
  ])
  const mchId = `16${randomDigits(8)}`
  // A serial is a positive number: its first bit must be 0, its first digit is not.
  const serialNo = `5${randomHex(39)}`.toUpperCase()
  const { privateKey, publicKey } = merchant
  const certificate = merchantCertificate({ mchId, serialNo, publicKey, authority, now })
  return {
    name,
    authority,
    weixinPrivateKey: weixin.privateKey,
    credentials: {
      appId: `wx${randomHex(16)}`,
      appSecret: randomHex(32),
      mchId,
      serialNo,
      privateKey,
      certificate,
      apiV3Key: randomWord(32),
      publicKeyId: weixin.publicKeyId,
      publicKey: weixin.publicKey,
      apiV2Key: randomWord(32),
      ca: authority.certificate,
      p12: merchantP12({ mchId, privateKey, certificate }),
    },
  }
}

/** Gives an account of an older file what API v2 needs; the certificate keeps its serial and its key. */
export async function completeAccount(account: Account, now: number): Promise<void> {
  if (account.authority) return
  const { credentials } = account
  const { mchId, serialNo, privateKey } = credentials
  const authority = await processAuthority()
  const publicKey = merchantPublicKey(credentials.certificate)
  const certificate = merchantCertificate({ mchId, serialNo, publicKey, authority, now })
  account.authority = authority
  const p12 = merchantP12({ mchId, privateKey, certificate })
  Object.assign(credentials, {
    certificate,
    apiV2Key: randomWord(32),
    ca: authority.certificate,
    p12,
  })
}

export function replaceWeixinKeys(account: Account, keys: WeixinKeys): void {
  account.weixinPrivateKey = keys.privateKey
  account.credentials.publicKey = keys.publicKey
  account.credentials.publicKeyId = keys.publicKeyId
}
