import type { Sql } from '../../server/database.ts'

export interface Row {
  transaction_id: string | null
  paid_at: Date | null
}

/** Reads an order from the database, without the shop. */
export async function rowOf(database: Sql, id: string): Promise<Row> {
  const { rows } = await database.query<Row>('select * from orders where id = $1', [id])
  if (!rows[0]) throw new Error(`no order ${id}`)
  return rows[0]
}
