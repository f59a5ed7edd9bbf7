import { landing } from './landing.js'
import { platform } from './phone.js'

/** What the last good wx.config of each address was given. @type {Map<string, Set<string>>} */
const granted = new Map()

// iOS keeps to the landing address; elsewhere a new address needs a new wx.config.
const address = () => (platform === 'ios' ? landing : location.href).replace(/#.*$/s, '')

/** @type {(commands: readonly string[]) => void} */
export const grant = (commands) => void granted.set(address(), new Set(commands))

/** @type {(command: string) => boolean} */
export const isGranted = (command) => granted.get(address())?.has(command) ?? false
