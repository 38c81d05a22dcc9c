// Exits with 0 where the dialer of this container has beaten within the last half minute.
import { hostname } from 'node:os';
import pg from 'pg';

const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
await client.connect();
const { rowCount } = await client.query(
  `select 1 from dialer where host = $1 and beat_at > now() - interval '30 seconds'`,
  [hostname()],
);
await client.end();
process.exit(rowCount ? 0 : 1);
