import { weixinCode } from '../../errors/weixin-codes.ts'
import { asWeixinError, WeixinError } from '../../errors/weixin-error.ts'
import type { MerchantV3 } from '../../remote/merchant.ts'
import type { Check } from '../check.ts'
import type { DoctorContext } from '../context.ts'
import { fromError, ok, problem, skipped } from '../findings.ts'
import type { Finding } from '../report.ts'

/** The merchant: calls that WeChat Pay signs and that move no money. */
export const merchantChecks: readonly Check[] = [
  {
    id: 'api-v3-key',
    title: { en: 'The APIv3 key', zh: 'APIv3密钥' },
    needs: ['clock', 'keys', 'certificates'],
    forMerchant: true,
    sends: true,
    run: checkApiV3Key,
  },
  {
    id: 'merchant-query',
    title: { en: 'A signed query: mchId, serial, key', zh: '签名查单：商户号、证书序列号、密钥' },
    needs: ['clock', 'keys', 'certificates', 'api-v3-key'],
    forMerchant: true,
    sends: true,
    run: queryUnknown,
  },
  {
    id: 'platform-keys',
    title: { en: 'Public keys or platform certificates', zh: '微信支付公钥或平台证书' },
    needs: ['merchant-query'],
    forMerchant: true,
    sends: true,
    run: checkPlatformKeys,
  },
  {
    id: 'appid-mchid',
    title: { en: 'The link of appId and mchId', zh: 'AppID 与商户号的绑定' },
    needs: ['merchant-query'],
    forMerchant: true,
    sends: true,
    run: checkLink,
  },
]

async function checkApiV3Key(context: DoctorContext): Promise<Finding> {
  const { merchant } = context.settings
  if (merchant?.api !== 'v3') return skipped('API v2 has no such key.', 'API v2 不使用该密钥。')
  try {
    const { length } = await context.certificates()
    return ok(`It decrypts ${length} platform certificates.`, `已用它解密 ${length} 张平台证书。`)
  } catch (thrown) {
    const error = asWeixinError(thrown)
    if (error.code === 'certificates-wrong') return fromError(error)
    if (error.code !== 'no-certificates')
      return skipped('The call failed: see merchant-query.', '请求失败，见 merchant-query。')
    if (merchant.publicKeys.size === 0) return fromError(error)
    return skipped(
      'Nothing that is encrypted with it can be fetched in public-key mode. The first payment of 1 fen proves it.',
      '公钥模式下没有可供解密的内容，需支付 1 分钱，由首个支付通知验证。',
    )
  }
}

/** WeChat Pay looks at merchant, serial, clock and signature before it looks for the order. */
async function queryUnknown({ gateway, unknownOutTradeNo }: DoctorContext): Promise<Finding> {
  if (!gateway) throw new WeixinError('merchant-missing')
  let tradeState: string
  try {
    ;({ tradeState } = await gateway.query(unknownOutTradeNo()))
  } catch (thrown) {
    const { response } = asWeixinError(thrown)
    // API v2 has no code for it, and signs nothing of it.
    if (response?.code === 'FAIL') return problem('query-refused', response.message)
    throw thrown
  }
  if (tradeState !== 'NOT_EXIST') throw new WeixinError('response-mismatch', { detail: tradeState })
  return ok(
    'WeChat Pay accepted our signature, and its own holds: it knows no order of that name.',
    '微信支付接受了我方签名，其应答签名也验证通过：该订单号不存在。',
  )
}

async function checkPlatformKeys(context: DoctorContext): Promise<Finding> {
  const { merchant } = context.settings
  if (merchant?.api !== 'v3')
    return skipped('API v2 signs with the APIv2 key.', 'API v2 使用 APIv2密钥 签名。')
  let serials: readonly string[]
  try {
    serials = (await context.certificates()).map(({ serialNo }) => serialNo)
  } catch (thrown) {
    if (asWeixinError(thrown).code !== 'no-certificates') throw thrown
    serials = []
  }
  return modeFinding(merchant, serials)
}

function modeFinding(
  { publicKeys, platformCertificates }: MerchantV3,
  listed: readonly string[],
): Finding {
  const mode = `${publicKeys.size} public keys, ${listed.length} certificates listed`
  if (platformCertificates === 'download' || listed.length === 0)
    return ok(`${mode}.`, `${publicKeys.size} 个公钥，${listed.length} 张平台证书。`)
  if (platformCertificates.length === 0) return problem('certificates-in-use', mode)
  const given = platformCertificates.map((one) => one.serialNumber)
  const missing = listed.find((serial) => !given.includes(serial))
  if (missing !== undefined) return problem('certificate-not-given', missing)
  return ok(`${mode}, all of them given.`, `${listed.length} 张平台证书均已配置。`)
}

const TEN_MINUTES_MS = 10 * 60 * 1000
/** Of the form of an openid, and nobody's. */
const NOBODY = `o${'0'.repeat(27)}`

/** An order for a payer who does not exist is refused, and how it is refused shows whether the two are linked. */
async function checkLink({
  settings,
  gateway,
  unknownOutTradeNo,
}: DoctorContext): Promise<Finding> {
  if (!settings.tradeTypes.has('jsapi') || !gateway)
    return skipped(
      'It shows without an order only for jsapi: the first payment of 1 fen proves it.',
      '未启用 jsapi 时无法在不下单的情况下确认，请支付 1 分钱验证。',
    )
  const outTradeNo = unknownOutTradeNo()
  const order = { outTradeNo, orderId: 'doctor', description: 'koa-weixin doctor', total: 1 }
  const payBefore = new Date(settings.now() + TEN_MINUTES_MS)
  let refusal: WeixinError
  try {
    const payer = { tradeType: 'jsapi', openid: NOBODY } as const
    const response = await gateway.prepay({ ...order, payer, payBefore })
    if (response.result === 'accepted') {
      await gateway.close(outTradeNo)
      return ok('An order was accepted, and closed at once.', '下单被接受，已立即关单。')
    }
    refusal = response.error
  } catch (thrown) {
    refusal = asWeixinError(thrown)
  }
  // What a console has to put right was looked at before the payer, whom nobody but the developer chose.
  const known = weixinCode(settings.merchant?.api ?? 'v3', refusal.response?.code, 'order')
  if (known?.actor !== 'code' && known?.actor !== 'user') return fromError(refusal)
  return ok(
    'An order for a payer who does not exist was refused because of the payer: appId and mchId fit. Nothing was left open.',
    '向不存在的付款人下单，微信仅因付款人拒绝：AppID 与商户号匹配，未留下任何订单。',
  )
}
