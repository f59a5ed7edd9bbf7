import { packP12 } from '../crypto/p12.ts'
import type { Random } from '../crypto/random.ts'
import { processRsaPair, publicKeyOf } from '../crypto/rsa.ts'
import type { Credentials, MerchantKeys, WeixinKeys } from '../types.ts'
import { newSerialNo, processAuthority, type Authority } from './authority.ts'
import { merchantCertificate } from './certificate.ts'

/** The credentials as they are saved. The PKCS#12 file is made when it is asked for. */
export type AccountCredentials = Omit<Credentials, 'p12'>

/** What the consoles know of the one Official Account and its merchant. */
export interface Account {
  name: string
  credentials: AccountCredentials
  /** WeChat Pay's own key, PKCS#8 PEM: it signs responses and notifications. */
  weixinPrivateKey: string
  authority: Authority
}

/** Key pairs that were handed in; what is undefined is made. */
export interface GivenKeys {
  weixin: WeixinKeys | undefined
  merchant: MerchantKeys | undefined
}

async function createWeixinKeys(random: Random): Promise<WeixinKeys> {
  return { ...(await processRsaPair('weixin')), publicKeyId: `PUB_KEY_ID_${random.digits(34)}` }
}

async function createMerchantKeys(): Promise<MerchantKeys> {
  const { privateKey } = await processRsaPair('merchant')
  return { privateKey }
}

/** A new account: random ids and secrets, and the keys that were handed in or those of this process. */
export async function createAccount(
  name: string,
  keys: GivenKeys,
  { now, random }: { now: number; random: Random },
): Promise<Account> {
  const [merchant, weixin] = await Promise.all([
    keys.merchant ?? createMerchantKeys(),
    keys.weixin ?? createWeixinKeys(random),
  ])
  const authority = processAuthority()
  const mchId = `16${random.digits(8)}`
  const { privateKey, serialNo = newSerialNo(random) } = merchant
  const publicKey = publicKeyOf(privateKey)
  return {
    name,
    authority,
    weixinPrivateKey: weixin.privateKey,
    credentials: {
      appId: `wx${random.hex(16)}`,
      appSecret: random.hex(32),
      mchId,
      serialNo,
      privateKey,
      certificate: merchantCertificate({ mchId, serialNo, publicKey, authority, now }),
      apiV3Key: random.word(32),
      publicKeyId: weixin.publicKeyId,
      publicKey: weixin.publicKey,
      apiV2Key: random.word(32),
      ca: authority.certificate,
    },
  }
}

/** Lays keys that were handed in over those of a saved account. */
export function replaceKeys(account: Account, { weixin, merchant }: GivenKeys, now: number): void {
  const { credentials, authority } = account
  if (weixin) {
    account.weixinPrivateKey = weixin.privateKey
    credentials.publicKey = weixin.publicKey
    credentials.publicKeyId = weixin.publicKeyId
  }
  if (merchant && merchant.privateKey !== credentials.privateKey) {
    const { mchId } = credentials
    const { privateKey, serialNo = newSerialNo() } = merchant
    const publicKey = publicKeyOf(privateKey)
    const certificate = merchantCertificate({ mchId, serialNo, publicKey, authority, now })
    Object.assign(credentials, { privateKey, serialNo, certificate })
  }
}

/** The credentials as a console gives them, apiclient_cert.p12 in base64 included (its passphrase is the mchid). */
export function shownCredentials({ credentials }: Account): Credentials {
  let p12: string | undefined
  const { mchId: passphrase, privateKey, certificate } = credentials
  return {
    ...credentials,
    get p12() {
      p12 ??= packP12({ privateKey, certificate, passphrase }).toString('base64')
      return p12
    },
  }
}
