/** WeChat's browser on an Android phone, for Playwright's `newContext`. */
export const phone = {
  viewport: { width: 390, height: 844 },
  userAgent:
    'Mozilla/5.0 (Linux; Android 12; M2011K2C; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 ' +
    'Chrome/126.0.6478.188 Mobile Safari/537.36 MicroMessenger/8.0.49.2600(0x2800315A) NetType/WIFI Language/zh_CN',
}
