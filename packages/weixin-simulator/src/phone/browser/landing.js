/** The address the page was loaded with, before a router could change it: WeChat on iOS goes by this one. */
export const landing = location.href

const script = document.currentScript
if (!(script instanceof HTMLScriptElement)) {
  throw new Error('weixin-simulator: load the bridge with <script src="…/simulator/bridge.js">')
}

/** The simulator is where this script came from. */
export const simulator = new URL(script.src).origin

/** Kept from before the page's scripts run: some pages wrap fetch. */
export const browserFetch = window.fetch.bind(window)
