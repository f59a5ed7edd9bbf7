import { NoCertificate, V2Refusal } from './refusal.ts'

export const notPost = (): V2Refusal =>
  new V2Refusal(null, '请使用post方法', {
    code: 'REQUIRE_POST_METHOD',
    en: 'API v2 takes POST only.',
    zh: 'APIv2 只接受 POST。',
    field: null,
  })

export const notXml = (): V2Refusal =>
  new V2Refusal(null, 'XML格式错误', {
    code: 'XML_FORMAT_ERROR',
    en: 'The body must be one flat XML document: <xml>, then each parameter once, without attributes.',
    zh: '请求体应为一层结构的 XML：根节点 <xml>，每个参数出现一次，不带属性。',
    field: null,
  })

export const unknownId = (name: string): V2Refusal =>
  new V2Refusal(null, `${name}参数错误`, {
    code: name === 'appid' ? 'APPID_NOT_EXIST' : 'MCHID_NOT_EXIST',
    en: `${name} is missing or not the simulator's.`,
    zh: `${name} 缺失，或不是模拟器给出的。`,
    field: name,
  })

export const unknownSignType = (): V2Refusal =>
  new V2Refusal(null, '签名类型错误', {
    code: 'SIGN_TYPE',
    en: 'sign_type is MD5 or HMAC-SHA256.',
    zh: 'sign_type 只能是 MD5 或 HMAC-SHA256。',
    field: 'sign_type',
  })

export const lacking = (name: string): V2Refusal =>
  new V2Refusal('LACK_PARAMS', `缺少参数${name}`, {
    en: `The parameter ${name} is required.`,
    zh: `缺少必填参数 ${name}。`,
    field: name,
  })

export const wrongParam = (name: string, rule: string): V2Refusal =>
  new V2Refusal('PARAM_ERROR', `参数${name}错误`, {
    en: `The parameter ${name} breaks its rule: ${rule}.`,
    zh: `参数 ${name} 不符合规则：${rule}。`,
    field: name,
  })

/** The documents name the rule but no code for it. */
export const tooYoung = (): V2Refusal =>
  new V2Refusal('INVALID_REQUEST', '订单生成后5分钟内不能关闭', {
    en: 'An order cannot be closed in its first five minutes.',
    zh: '下单 5 分钟内不能关单。',
    field: null,
  })

export const otherCertificate = (): V2Refusal =>
  new V2Refusal('CERT_ERROR', '证书校验失败', {
    en: 'The client certificate belongs to another merchant: its CN must be mch_id.',
    zh: '客户端证书不属于该商户：证书的 CN 应等于 mch_id。',
    field: 'mch_id',
  })

export const noCertificate = (): NoCertificate =>
  new NoCertificate('No required SSL certificate was sent', {
    code: 'NO_CERTIFICATE',
    en: 'This call wants the client certificate of the merchant: connect to secureUrl with p12.',
    zh: '该接口需要商户的客户端证书：请携带 apiclient_cert.p12 访问 secureUrl。',
    field: null,
  })
