/** @import { Environment } from './types.ts' */

/** bridge-script.ts puts the chosen environment here; null: the browser as it is. @type {Environment | null} */
export const environment = null
