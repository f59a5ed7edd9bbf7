import { connect } from 'node:net'
import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import { startPostgres } from './postgres.ts'

/** Asks for SSL in PostgreSQL's own protocol: every PostgreSQL answers with one letter, S or N. */
async function asksForSsl(url: string): Promise<string> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port || 5432), hostname)
  socket.write(Uint8Array.from([0, 0, 0, 8, 4, 210, 22, 47]))
  const [answer] = (await once(socket, 'data')) as [Buffer]
  socket.destroy()
  return answer.toString('latin1')
}

describe('startPostgres', () => {
  it('gives the address of a PostgreSQL that answers, and ends it', async () => {
    const postgres = await startPostgres()
    try {
      expect(await asksForSsl(postgres.url)).toMatch(/^[SN]$/)
    } finally {
      await postgres.stop()
    }
    const afterwards = await asksForSsl(postgres.url).then(
      () => 'answers',
      (error: NodeJS.ErrnoException) => error.code,
    )
    expect(afterwards).toBe(process.env['TEST_DATABASE_URL'] ? 'answers' : 'ECONNREFUSED')
  })
})
