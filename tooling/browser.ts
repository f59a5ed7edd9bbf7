import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chromium, type Browser } from 'playwright'
import { unpackChromium } from './browser-from-npm.ts'

export interface FoundBrowser {
  executablePath: string
  /** Added to the environment: the libraries and fonts that an unpacked Chromium brings along. */
  env?: Record<string, string>
  from: 'CHROME_PATH' | 'system' | 'playwright' | '@sparticuz/chromium'
}

const installed: Partial<Record<NodeJS.Platform, string[]>> = {
  linux: [
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome-stable',
    '/usr/bin/google-chrome',
    '/usr/bin/microsoft-edge',
    '/snap/bin/chromium',
  ],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: [
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
  ],
}

/** Why it does not run, or nothing when it does. (Ubuntu's chromium-browser may be a stub that only names a snap.) */
function whyNot({ executablePath, env }: FoundBrowser): string | undefined {
  if (!existsSync(executablePath)) return 'no such file'
  // Chrome on Windows opens a window for --version.
  if (process.platform === 'win32') return undefined
  const tried = spawnSync(executablePath, ['--version'], {
    env: { ...process.env, ...env },
    encoding: 'utf8',
    timeout: 30_000,
  })
  if (tried.status === 0) return undefined
  return (tried.error?.message ?? tried.stderr.trim().split('\n')[0]) || `exit ${tried.status}`
}

let found: FoundBrowser | undefined

/** The first that runs of: CHROME_PATH, a browser of this system, Playwright's own, the one inside @sparticuz/chromium. */
export function findBrowser(): FoundBrowser {
  if (found) return found
  const tried: string[] = []
  const accept = (browser: FoundBrowser): boolean => {
    const why = whyNot(browser)
    if (why) tried.push(`${browser.from}: ${browser.executablePath} (${why})`)
    else found = browser
    return !why
  }
  const chosen = process.env['CHROME_PATH']
  if (chosen) {
    const browser: FoundBrowser = { executablePath: chosen, from: 'CHROME_PATH' }
    if (accept(browser)) return browser
    throw new Error(`The browser that CHROME_PATH names does not run.\n  ${tried.join('\n  ')}`)
  }
  for (const executablePath of (installed[process.platform] ?? []).filter(existsSync)) {
    const browser: FoundBrowser = { executablePath, from: 'system' }
    if (accept(browser)) return browser
  }
  const own: FoundBrowser = { executablePath: chromium.executablePath(), from: 'playwright' }
  if (accept(own)) return own
  try {
    const unpacked: FoundBrowser = { ...unpackChromium(), from: '@sparticuz/chromium' }
    if (accept(unpacked)) return unpacked
  } catch (error) {
    tried.push(`@sparticuz/chromium: ${error instanceof Error ? error.message : String(error)}`)
  }
  throw new Error(
    [
      'No Chromium or Chrome found; the browser tests need one. Tried:',
      ...tried.map((line) => `  ${line}`),
      'Get one in any of these ways:',
      '  install Google Chrome or Chromium (Debian, Ubuntu: apt-get install chromium)',
      '  npx playwright install chromium',
      '  set CHROME_PATH to the executable of a Chrome you have',
    ].join('\n'),
  )
}

export interface LaunchOptions {
  executablePath: string
  args: string[]
  env: Record<string, string>
}

/** For Playwright's `chromium.launch`. */
export function launchOptions(browser: FoundBrowser = findBrowser()): LaunchOptions {
  const env: Record<string, string> = { ...browser.env }
  for (const [name, value] of Object.entries(process.env)) if (value) env[name] ??= value
  return {
    executablePath: browser.executablePath,
    args: [
      '--no-sandbox', // or Chromium refuses to run as root
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      // Nothing but this machine can be reached: a stray request fails, here as on a machine without a network.
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
    ],
    env,
  }
}

/** A headless browser of one's own; close it. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch(launchOptions())
}
