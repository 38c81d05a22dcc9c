import pg from 'pg';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Whatever a journey has done lies within it. */
const RECENT = `now() - interval '1 hour'`;

/**
 * Moves what a campaign has done in this hour into the past, by whole quarters of an hour: its calls, the roll-up as the
 * dialer has kept it, and when its subscribers were last called. So a journey of a minute has been a night in which
 * the clocks changed. No call may be under way.
 */
export async function moveIntoPast(campaignId: number, milliseconds: number): Promise<void> {
  const database = new pg.Client({ connectionString: applicationDatabase() });
  await database.connect();
  try {
    const by = `interval '${-milliseconds} milliseconds'`;
    await database.query('begin');
    await database.query(
      `update call set created_at = created_at + ${by}, ended_at = ended_at + ${by}
        where campaign_id = $1 and created_at > ${RECENT}`,
      [campaignId],
    );
    await database.query(
      `update call_stat set quarter = quarter + ${by} where campaign_id = $1 and quarter > ${RECENT}`,
      [campaignId],
    );
    await database.query(
      `update subscriber set last_attempt_at = last_attempt_at + ${by}
        where campaign_id = $1 and last_attempt_at > ${RECENT}`,
      [campaignId],
    );
    // Closed days are counted anew, because this one was.
    await database.query('delete from call_stat_mark');
    await database.query('commit');
  } finally {
    await database.end();
  }
}

/** The embedded one of the application that all journeys share. */
function applicationDatabase(): string {
  const directory = join(process.env.APPLICATION_DATA ?? '', 'postgresql');
  const password = readFileSync(join(directory, 'password'), 'utf8').trim();
  const [, , , port] = readFileSync(join(directory, 'cluster', 'postmaster.pid'), 'utf8').split(
    '\n',
  );
  return `postgres://belltower:${password}@127.0.0.1:${port?.trim()}/belltower`;
}
