import type { Demo } from './main.ts'

/** What the terminal shows when the shop is open. */
export function banner({ url, simulator }: Pick<Demo, 'url' | 'simulator'>): string {
  const [where, real] = simulator
    ? ['open it in any browser', 'fill in .env (see .env.example), restart']
    : ['open it in WeChat', 'real WeChat, real money: the credentials are in .env']
  const title = '山前茶铺 demo'
  const mark = simulator ? '模拟 SIMULATOR · no real money' : ''
  const lines = [
    title + ' '.repeat(47 - width(title)) + mark,
    '',
    `Shop       ${url.padEnd(32)}${where}`,
    '',
    ...(simulator ? ['Try        pay for a tea'] : []),
    `Real       ${real}`,
    'Stop       Ctrl-C',
  ]
  return `\n${lines.map((line) => `  ${line}`.trimEnd()).join('\n')}\n`
}

/** Columns on a terminal: a Chinese character takes two. */
function width(text: string): number {
  return Array.from(text, (letter) => (letter > '\u2e80' ? 2 : 1)).reduce<number>(
    (a, b) => a + b,
    0,
  )
}
