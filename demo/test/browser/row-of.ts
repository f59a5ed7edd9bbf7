import type { Sql } from '../../server/database.ts'

export interface Row {
  paid_by: string | null
  paid_at: Date | null
}

/** What the database says of an order, beside the shop. */
export async function rowOf(database: Sql, id: string): Promise<Row> {
  const { rows } = await database.query<Row>('select * from orders where id = $1', [id])
  if (!rows[0]) throw new Error(`no order ${id}`)
  return rows[0]
}
