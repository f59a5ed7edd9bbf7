import type { ErrorTables } from './error-tables.js'

/** Every code that a developer may meet, with its meaning, its actor, its remedy and its page on the site. */
declare const tables: ErrorTables
export default tables
