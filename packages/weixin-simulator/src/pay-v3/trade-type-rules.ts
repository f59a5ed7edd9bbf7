import type { FieldRule } from './fields.ts'
import { JSAPI_ORDER } from './rules.ts'

/** POST /v3/pay/transactions/native and …/app: no payer (pay.weixin.qq.com/doc/v3/merchant/4012791877, 4013070347). */
export const NATIVE_ORDER: readonly FieldRule[] = JSAPI_ORDER.filter(
  ({ name }) => !/^payer(\.|$)/.test(name),
)

const H5_INFO: readonly FieldRule[] = [
  { name: 'scene_info.h5_info', label: 'H5场景信息', type: 'object', required: true },
  {
    name: 'scene_info.h5_info.type',
    label: '场景类型',
    type: 'string',
    required: true,
    maxBytes: 32,
    oneOf: ['Wap', 'iOS', 'Android'],
  },
  { name: 'scene_info.h5_info.app_name', label: '应用名称', type: 'string', maxBytes: 64 },
  { name: 'scene_info.h5_info.app_url', label: '网站URL', type: 'string', maxBytes: 128 },
  { name: 'scene_info.h5_info.bundle_id', label: 'iOS平台BundleID', type: 'string', maxBytes: 128 },
  {
    name: 'scene_info.h5_info.package_name',
    label: 'Android平台PackageName',
    type: 'string',
    maxBytes: 128,
  },
]

/** POST /v3/pay/transactions/h5: the scene is a must (pay.weixin.qq.com/doc/v3/merchant/4012791834). */
export const H5_ORDER: readonly FieldRule[] = [
  ...NATIVE_ORDER.map((rule) =>
    rule.name === 'scene_info' ? { ...rule, required: true as const } : rule,
  ),
  ...H5_INFO,
]

const id = (name: string, label: string): FieldRule => ({
  name,
  label,
  type: 'string',
  maxBytes: 32,
})

export const SP_MCHID: FieldRule = { ...id('sp_mchid', '服务商户号'), required: true }
export const SUB_MCHID: FieldRule = { ...id('sub_mchid', '子商户号'), required: true }

const PARTNER_IDS: readonly FieldRule[] = [
  { ...id('sp_appid', '服务商应用ID'), required: true },
  SP_MCHID,
  id('sub_appid', '子商户应用ID'),
  SUB_MCHID,
]

const PARTNER_PAYER: readonly FieldRule[] = [
  { name: 'payer.sp_openid', label: '用户服务标识', type: 'string', minBytes: 1, maxBytes: 128 },
  { name: 'payer.sub_openid', label: '用户子标识', type: 'string', minBytes: 1, maxBytes: 128 },
]

const SUBSIDY: FieldRule = {
  name: 'settle_info.subsidy_amount',
  label: '补差金额',
  type: 'integer',
  min: 0,
}

/** The same order by a service provider, below /v3/pay/partner (pay.weixin.qq.com/doc/v3/partner/4012738969). */
export function ofPartner(rules: readonly FieldRule[]): readonly FieldRule[] {
  const others = rules.filter(({ name }) => !['appid', 'mchid', 'payer.openid'].includes(name))
  const hasPayer = rules.some(({ name }) => name === 'payer')
  return [...PARTNER_IDS, ...others, ...(hasPayer ? PARTNER_PAYER : []), SUBSIDY]
}
