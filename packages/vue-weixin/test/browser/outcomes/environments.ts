import { desktop, safari } from '../user-agents.ts'

/** A place where a page runs. */
export interface EnvironmentFacts {
  /** The in-app browser that the simulator plays; null: a browser with this user agent, outside WeChat or in its tools. */
  simulated: 'ios' | 'android' | 'harmony' | 'windows' | 'mac' | 'wecom' | 'mini-program' | null
  /** Where nothing is simulated. */
  userAgent?: string
  /** How an order is paid there. */
  paysBy: 'sheet' | 'page' | 'code' | 'mini program'
  /** What is handed to `createWeixin({ payments })`. */
  payments: string
}

const devtools =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 10_3_1 like Mac OS X) AppleWebKit/603.1.3 (KHTML, like Gecko) Version/10.0 Mobile/14E304 Safari/602.1 wechatdevtools/1.06.2209190 MicroMessenger/8.0.5 Language/zh_CN webview/'

/** A shop that is open everywhere. */
const everywhere = 'h5,wecom,qr,miniProgram'

const weixin = (simulated: EnvironmentFacts['simulated']): EnvironmentFacts => ({
  simulated,
  paysBy: 'sheet',
  payments: everywhere,
})

/** Every environment of the table. */
export const environments = {
  'WeChat, iOS': weixin('ios'),
  'WeChat, Android': weixin('android'),
  'WeChat, HarmonyOS': weixin('harmony'),
  'WeChat, Windows': weixin('windows'),
  'WeChat, macOS': weixin('mac'),
  'WeChat devtools': {
    simulated: null,
    userAgent: devtools,
    paysBy: 'sheet',
    payments: `chooseWXPay,${everywhere}`,
  },
  WeCom: { simulated: 'wecom', paysBy: 'sheet', payments: everywhere },
  'mini program': { simulated: 'mini-program', paysBy: 'mini program', payments: everywhere },
  'phone browser': {
    simulated: null,
    userAgent: safari,
    paysBy: 'page',
    payments: everywhere,
  },
  'desktop browser': {
    simulated: null,
    userAgent: desktop,
    paysBy: 'code',
    payments: everywhere,
  },
} satisfies Record<string, EnvironmentFacts>

/** The name of an environment. */
export type EnvironmentName = keyof typeof environments
