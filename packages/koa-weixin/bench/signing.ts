import { hash, randomBytes, sign, type KeyObject } from 'node:crypto'
import { authorization, requestText, signText } from '../src/protocol/v3/request-signature.ts'
import { randomNonce } from '../src/nonce.ts'
import type { Gateway } from '../src/remote/gateway.ts'
import { v3Gateway } from '../src/remote/v3/gateway.ts'
import { compare, here, type Comparison, type Side } from './compare.ts'
import { issue, readKeys, type Fixture } from './fixture.ts'
import { PAGE, warmWeixin } from './instance.ts'

/** As long as WeChat's. */
export const TICKET = 't'.repeat(86)
const NONCES = Array.from({ length: 1024 }, () => randomBytes(16).toString('hex'))
const pageText = (nonce = ''): string =>
  `jsapi_ticket=${TICKET}&noncestr=${nonce}&timestamp=1763862125&url=${PAGE}`
/** Ready: through a Buffer, so that they are one piece in memory already. */
const TEXTS = NONCES.map((nonce) => Buffer.from(pageText(nonce)).toString('latin1'))

const hashes = (textOf: (i: number) => string): Side =>
  here((count) => {
    for (let i = 0; i < count; i += 1) hash('sha1', textOf(i % NONCES.length))
  })
const bareHash = hashes((i) => TEXTS[i] ?? '')

/** What a page asks for, to one SHA-1 of an equal text. */
export async function pageSigning(fixture: Fixture): Promise<Comparison> {
  const weixin = await warmWeixin(fixture)
  const ours = here(async (count) => {
    for (let i = 0; i < count; i += 1) await weixin.jssdk.sign(PAGE)
  })
  const name = 'sign a page (jssdk.sign)'
  return compare({ name, aim: 0.6, count: 20_000, ours, limit: bareHash })
}

/** Every signature is over a text of its own. */
export function textAndHash(): Promise<Comparison> {
  return compare({
    name: 'the text put together, then hashed',
    aim: null,
    count: 20_000,
    ours: hashes((i) => pageText(NONCES[i])),
    limit: bareHash,
  })
}

const AT_ONCE = 8

/** Resolves with the bare RSA signature, made in the thread pool. */
const signBytes = (bytes: Buffer, key: KeyObject): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    sign('sha256', bytes, key, (error, made) => (error ? reject(error) : resolve(made)))
  })

/** A signed call to WeChat Pay, without the call, to the bare RSA signature. */
export async function requestSigning(fixture: Fixture): Promise<Comparison> {
  const { merchantPrivateKey: key } = readKeys(fixture)
  const merchant = { mchId: fixture.mchId, serialNo: '5'.repeat(40) }
  const request = {
    method: 'POST',
    path: '/v3/pay/transactions/jsapi',
    timestamp: 1_763_862_125,
    nonce: '0'.repeat(32),
    body: JSON.stringify({ ...merchant, description: '明前龙井 × 1', amount: { total: 2800 } }),
  }
  const bytes = Buffer.from(requestText(request))
  return compare({
    name: 'sign a request (APIv3)',
    aim: 0.97,
    count: 300,
    ours: here((count) =>
      atOnce(count, async () =>
        authorization(merchant, request, await signText(requestText(request), key)),
      ),
    ),
    limit: here((count) => atOnce(count, () => signBytes(bytes, key))),
  })
}

/** What the page hands to WeChat to pay, to the bare RSA signature of an equal text. */
export async function pageParameters(fixture: Fixture): Promise<Comparison> {
  const { appId } = fixture
  const { merchantPrivateKey: key } = readKeys(fixture)
  const current = presentOf(fixture)
  const bytes = Buffer.from(`${appId}\n1763862125\n${NONCES[0]}\nprepay_id=${PREPAY_ID}\n`)
  return compare({
    name: 'page parameters (APIv3)',
    aim: 0.97,
    count: 300,
    ours: here((count) => atOnce(count, () => current({ tradeType: 'jsapi', value: PREPAY_ID }))),
    limit: here((count) => atOnce(count, () => signBytes(bytes, key))),
  })
}

const PREPAY_ID = 'wx23094205a1b2c3d4e5f60718293a4b5c0000'

/** The gateway's own, which calls nobody. */
export function presentOf(fixture: Fixture): Gateway['signPaymentParams'] {
  const { merchantPrivateKey: privateKey, apiV3Key } = readKeys(fixture)
  const gateway = v3Gateway({
    http: issue,
    pay: 'https://pay.example.com',
    payBackup: undefined,
    appId: fixture.appId,
    mchId: fixture.mchId,
    serialNo: '5'.repeat(40),
    privateKey,
    apiV3Key,
    publicKeys: new Map(),
    platformCertificates: [],
    notifyUrl: `${PAGE}/notify`,
    nonce: randomNonce,
    now: Date.now,
    sleep: () => Promise.resolve(),
    random: Math.random,
  })
  return (opened) => gateway.signPaymentParams(opened)
}

async function atOnce(count: number, work: () => Promise<unknown>): Promise<void> {
  let begun = 0
  const one = async (): Promise<void> => {
    while (begun < count) {
      begun += 1
      await work()
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, one))
}
