import { browserFile } from './browser-file.ts'
import type { Environment } from './environments.ts'

// The landing address and the user agent first: whatever runs later may change or read them.
const before = ['landing.js', 'phone.js', 'server.js', 'element.js']
const sheet = [
  'pay/back.js',
  'pay/stage.js',
  'pay/question.js',
  'pay/pin-pad.js',
  'pay/choice.js',
  'pay/methods.js',
  'pay/coupons.js',
  'pay/screens.js',
  'pay/cashier.js',
]
const bridge = [
  'pay/take-payment.js',
  'permission.js',
  'commands.js',
  'dashboard.js',
  'snapshot.js',
  'bridge.js',
]
const styleSheets = [
  'reset.css',
  'tokens.css',
  'sheet.css',
  'methods.css',
  'screens.css',
  'question.css',
  'snapshot.css',
]

/**
 * The script a page loads to be in the simulated WeChat, in the chosen in-app browser or, with null, in the browser as
 * it is. The files are ES modules for their readers and checkers; here they become one classic script, because a module
 * has no `document.currentScript` and runs after the page's own scripts.
 */
export function bridgeScript(
  environment: Environment | null = null,
  { isSnapshot = false }: { isSnapshot?: boolean } = {},
): string {
  return `(() => {
'use strict'
if (window.WeixinJSBridge) return
${classicScript([...before, ...sheet, ...bridge], { environment, isSnapshot })}
})()
`
}

/** The script of the H5 cashier and of a scanned code: pages of the simulator's own, outside the page under test. */
export function cashierScript(): string {
  return `(() => {
'use strict'
${classicScript([...before, ...sheet, 'cashier-page.js'])}
})()
`
}

/** The files' bodies, after the values that the server puts in. */
function classicScript(scripts: readonly string[], values: Record<string, unknown> = {}): string {
  const styles = styleSheets.map(browserFile).join('\n')
  const given = { environment: null, isSnapshot: false, ...values, styles }
  return [
    ...Object.entries(given).map(([name, value]) => `const ${name} = ${JSON.stringify(value)}`),
    ...scripts.map((name) => withoutImports(browserFile(name))),
  ].join('\n')
}

function withoutImports(module: string): string {
  return module
    .replace(/^import \{[^}]*\} from '[^']*'\r?\n|^import [^'"]*'[^']*'\r?\n/gm, '')
    .replace(/^export const isSnapshot = false$/m, '')
    .replace(/^export /gm, '')
}
