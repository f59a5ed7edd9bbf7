import { startPostgres } from '../../tooling/postgres.ts'
import { openDatabase } from '../server/database.ts'
import { start, type Demo } from '../server/main.ts'
import type { StartOptions } from '../server/start-options.ts'

/**
 * Starts the shop for a test, with nothing on the disk and any ports. Its database is a PostgreSQL, which starts in a
 * fraction of the time that a new PGlite takes. Close it.
 */
export async function startTestShop(options: Omit<StartOptions, 'database'>): Promise<Demo> {
  const postgres = await startPostgres()
  try {
    const database = await openDatabase({ url: postgres.url })
    try {
      const shop = await start({ settings: {}, ...options, database })
      return {
        ...shop,
        async close() {
          await shop.close()
          await database.close()
          await postgres.stop()
        },
      }
    } catch (error) {
      await database.close()
      throw error
    }
  } catch (error) {
    await postgres.stop()
    throw error
  }
}
