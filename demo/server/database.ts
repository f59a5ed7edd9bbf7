import { PGlite } from '@electric-sql/pglite'
import pg from 'pg'

/** What a PGlite and a `pg` pool have in common. */
export interface Sql {
  query<Row extends object>(text: string, values?: unknown[]): Promise<{ rows: Row[] }>
}

export interface Database extends Sql {
  close(): Promise<void>
}

/**
 * PostgreSQL at `url`, or else a PGlite in `folder`, or else one in memory. The same SQL runs on all of them.
 * Only one PGlite may open a folder: two of them lose rows without an error.
 */
export async function openDatabase(
  options: { url?: string | null; folder?: string | null } = {},
): Promise<Database> {
  const database = options.url
    ? await openPostgres(options.url)
    : await openPglite(options.folder ?? undefined)
  try {
    await database.query(SCHEMA)
  } catch (error) {
    await database.close()
    throw error
  }
  return database
}

async function openPostgres(connectionString: string): Promise<Database> {
  const pool = new pg.Pool({ connectionString })
  // An idle connection that the server ends would otherwise end this process; the next query opens another.
  pool.on('error', (error) => {
    if (!pool.ending) console.error(`PostgreSQL: ${error.message}`)
  })
  return {
    query: (text, values) => pool.query(text, values),
    close: () => pool.end(),
  }
}

async function openPglite(folder: string | undefined): Promise<Database> {
  const lite = await PGlite.create(folder)
  return {
    query: (text, values) => lite.query(text, values),
    close: () => lite.close(),
  }
}

/**
 * Safe to run at every start, also in two processes at once. `create … if not exists` alone is not safe then, so a
 * lock is taken. Amounts are fen in an int, because `pg` returns an int8 as a string.
 * The columns `paid_by`, `openid` and `number` of the first version are renamed, so its data folders keep their orders.
 */
const SCHEMA = `do $$ begin
  perform pg_advisory_xact_lock(hashtext('tea shop schema'));
  create table if not exists orders (
    id text primary key,
    pickup int generated always as identity,
    customer text not null,
    tea_id text not null,
    tea_name text not null,
    cups int not null check (cups > 0),
    table_number int,
    total int not null check (total > 0),
    created_at timestamptz not null,
    pay_before timestamptz not null,
    paying_at timestamptz,
    transaction_id text,
    paid_at timestamptz
  );
  if exists (
    select from information_schema.columns
    where table_schema = current_schema() and table_name = 'orders' and column_name = 'paid_by'
  ) then
    alter table orders rename column paid_by to transaction_id;
    alter table orders rename column openid to customer;
    alter table orders rename column number to pickup;
  end if;
  alter table orders add column if not exists table_number int;
  alter table orders add column if not exists closed_at timestamptz;
  alter table orders add column if not exists cancelled_at timestamptz;
  create index if not exists orders_of_one on orders (customer, created_at desc);
  create table if not exists refunds (
    refund_id text primary key,
    order_id text not null references orders (id),
    transaction_id text not null,
    amount int not null check (amount > 0),
    succeeded_at timestamptz not null
  );
  create index if not exists refunds_of_order on refunds (order_id);
end $$`
