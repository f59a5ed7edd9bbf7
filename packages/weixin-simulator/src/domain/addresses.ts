/** The path of WeChat's H5 cashier; at WeChat below https://wx.tenpay.com. */
export const H5_PATH = '/cgi-bin/mmpayweb-bin/checkmweb'

/** What a Native code says, but for its last part. */
export const CODE_URL = 'weixin://wxpay/bizpayurl?pr='

/** The address of the H5 cashier for this prepay_id. */
export const h5Url = (base: string, { id, code }: { id: string; code?: string }): string =>
  `${base}${H5_PATH}?prepay_id=${id}&package=${code ?? ''}`

/** The text of the Native code for this prepay_id. */
export const codeUrl = ({ code }: { code?: string }): string => `${CODE_URL}${code ?? ''}`
