import { browserFile } from './browser-file.ts'

// The landing address and the user agent first: whatever runs later may change or read them.
const scripts = [
  'landing.js',
  'phone.js',
  'ask.js',
  'element.js',
  'pay/stage.js',
  'pay/question.js',
  'pay/pin-pad.js',
  'pay/methods.js',
  'pay/screens.js',
  'pay/cashier.js',
  'pay/take-payment.js',
  'permission.js',
  'commands.js',
  'bridge.js',
]
const styleSheets = ['reset.css', 'tokens.css', 'sheet.css', 'methods.css', 'screens.css']

/**
 * The script a page loads to be in the simulated WeChat. The files are ES modules for their readers and checkers;
 * here they become one classic script, because a module has no `document.currentScript` and runs after the page's own scripts.
 */
export function bridgeScript(): string {
  const styles = styleSheets.map(browserFile).join('\n')
  const body = scripts.map((name) => withoutImports(browserFile(name))).join('\n')
  return `(() => {
'use strict'
if (window.WeixinJSBridge) return
const styles = ${JSON.stringify(styles)}
${body}
})()
`
}

function withoutImports(module: string): string {
  return module.replace(/^import [^'"]*'[^']*'\r?\n/gm, '').replace(/^export /gm, '')
}
