import { environment } from './environment.js'
import { landing } from './landing.js'
import { platform } from './phone.js'

/** What the last good wx.config of each address was given. @type {Map<string, Set<string>>} */
const granted = new Map()

const goesByLanding = environment ? environment.signedAddress === 'landing' : platform === 'ios'

// A client that goes by the landing address keeps its permission; elsewhere a new address needs a new wx.config.
const address = () => (goesByLanding ? landing : location.href).replace(/#.*$/s, '')

/** @type {(commands: readonly string[]) => void} */
export const grant = (commands) => void granted.set(address(), new Set(commands))

/** @type {(command: string) => boolean} */
export const isGranted = (command) => granted.get(address())?.has(command) ?? false
