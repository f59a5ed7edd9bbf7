import { renderUnicodeCompact } from 'uqr'
import type { Simulator } from 'weixin-simulator'
import type { Demo } from './main.ts'

/** The text that the terminal shows once the shop is open. */
export function banner({
  url,
  simulator,
  isOnNetwork,
}: Pick<Demo, 'url' | 'simulator' | 'isOnNetwork'>): string {
  const [hint, real] = simulator
    ? ['open it in any browser', 'fill in .env (see .env.example), restart']
    : ['open it in WeChat', 'connected to WeChat with the credentials of .env: payments are real']
  const title = '山前茶铺 demo'
  const mark = simulator ? '模拟 SIMULATOR · no real money' : ''
  const lines = [
    title + ' '.repeat(47 - width(title)) + mark,
    '',
    `Shop       ${url.padEnd(32)}${hint}`,
    ...(simulator
      ? [
          `Dashboard  ${dashboardOf(simulator).padEnd(32)}the shop in a phone, every call beside it`,
          ...phoneLines(url, isOnNetwork),
        ]
      : []),
    '',
    ...(simulator
      ? ['Try        pay for a tea; then press "Lose 丢失" on the dashboard and pay again']
      : []),
    `Real       ${real}`,
    'Stop       Ctrl-C',
  ]
  return `\n${lines.map((line) => `  ${line}`.trimEnd()).join('\n')}\n`
}

/** Beyond this machine the dashboard needs its token. */
const dashboardOf = ({ url, token }: Simulator): string =>
  token === null ? url : `${url}/?token=${token} `

function phoneLines(url: string, isOnNetwork: boolean): string[] {
  if (!isOnNetwork) return ['Phone      off; npm run demo -- --lan opens the shop to your Wi-Fi']
  const code = renderUnicodeCompact(url, { border: 2, ecc: 'L' }).split('\n')
  return [`Phone      ${url.padEnd(32)}same Wi-Fi, scan:`, '', ...code]
}

/** The columns that a text takes on a terminal; a Chinese character takes two. */
function width(text: string): number {
  return Array.from(text, (letter) => (letter > '\u2e80' ? 2 : 1)).reduce<number>(
    (a, b) => a + b,
    0,
  )
}
