import { generateKeyPair } from 'node:crypto'
import { promisify } from 'node:util'
import { randomDigits, randomHex, randomWord } from '../crypto/random.ts'
import type { Credentials } from '../types.ts'
import { merchantCertificate } from './certificate.ts'

/** What the consoles know of the one Official Account and its merchant. */
export interface Account {
  name: string
  credentials: Credentials
  /** WeChat Pay's own: signs replies and notices. */
  weixinPrivateKey: string
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
  const [merchant, weixin] = await Promise.all([rsaPair(), keys ?? weixinKeys()])
  const mchId = `16${randomDigits(8)}`
  // A serial is a positive number: its first bit must be 0, its first digit is not.
  const serialNo = `5${randomHex(39)}`.toUpperCase()
  return {
    name,
    weixinPrivateKey: weixin.privateKey,
    credentials: {
      appId: `wx${randomHex(16)}`,
      appSecret: randomHex(32),
      mchId,
      serialNo,
      privateKey: merchant.privateKey,
      certificate: merchantCertificate({ mchId, serialNo, ...merchant, now }),
      apiV3Key: randomWord(32),
      publicKeyId: weixin.publicKeyId,
      publicKey: weixin.publicKey,
    },
  }
}

export function replaceWeixinKeys(account: Account, keys: WeixinKeys): void {
  account.weixinPrivateKey = keys.privateKey
  account.credentials.publicKey = keys.publicKey
  account.credentials.publicKeyId = keys.publicKeyId
}
