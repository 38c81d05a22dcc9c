import { LedgerEntry } from '@belltower/telephony';

/** Where calls were made: a carrier's ledger and a database. */
export interface Scene {
  ledger(gatewayId: number): Promise<LedgerEntry[]>;
  query<T>(sql: string): Promise<T[]>;
}

interface CallRow {
  account_id: number;
  id: number;
  number: string;
  disposition: string;
  sip_status: number | null;
  q850: number | null;
  digits: string | null;
  interrupted: boolean;
}

/**
 * What is wrong between the carrier's own ledger and the database, in sentences; empty when they agree row by row and
 * every total equals its rows. Calls that a lost process left behind may be open, or unknown, in the ledger.
 */
export async function discrepancies(
  scene: Scene,
  gatewayIds: readonly number[],
): Promise<string[]> {
  const ledger = (await Promise.all(gatewayIds.map((id) => scene.ledger(id)))).flat();
  const calls = await scene.query<CallRow>(
    `select *, disposition = 'interrupted' as interrupted from call`,
  );
  return [...betweenLedgerAndCalls(ledger, calls), ...(await amongTables(scene))];
}

function betweenLedgerAndCalls(
  ledger: readonly LedgerEntry[],
  calls: readonly CallRow[],
): string[] {
  const problems: string[] = [];
  const byId = new Map<string, LedgerEntry>();
  for (const entry of ledger) {
    if (byId.has(entry.id)) problems.push(`${entry.id} was dialled twice`);
    byId.set(entry.id, entry);
  }
  const known = new Set<string>();
  for (const call of calls) {
    const id = `bt-${call.account_id}-${call.id}`;
    if (known.has(id)) problems.push(`${id} is recorded twice`);
    known.add(id);
    const entry = byId.get(id);
    if (!entry && !call.interrupted) problems.push(`${id} was never dialled`);
    if (entry && !call.interrupted) problems.push(...differences(id, entry, call));
  }
  for (const id of byId.keys()) if (!known.has(id)) problems.push(`${id} is not recorded`);
  return problems;
}

function differences(id: string, entry: LedgerEntry, call: CallRow): string[] {
  const pairs: [string, unknown, unknown][] = [
    ['number', entry.number, call.number],
    ['disposition', entry.disposition, call.disposition],
    ['SIP status', entry.sipStatus, call.sip_status],
    ['cause', entry.q850, call.q850],
    ['digits', entry.digits, call.digits ?? ''],
  ];
  return pairs
    .filter(([, ledger, database]) => ledger !== database)
    .map(
      ([what, ledger, database]) =>
        `${id}: ${what} is ${ledger} in the ledger, ${database} in the database`,
    );
}

/** Sums that do not equal their rows, and rows that contradict each other. */
async function amongTables(scene: Scene): Promise<string[]> {
  const [row] = await scene.query<{ problems: string[] }>(`
    select array_remove(array[
      (select 'calls of the roll-up differ' where exists (
        (select campaign_id, gateway_id, disposition, sum(calls) calls, sum(ring_seconds) ring, sum(talk_seconds) talk
           from call_stat group by 1, 2, 3)
        except
        (select campaign_id, gateway_id, disposition, count(*), sum(ring_seconds), sum(talk_seconds)
           from call group by 1, 2, 3))
        or (select coalesce(sum(calls), 0) from call_stat) <> (select count(*) from call)),
      (select 'calls by attempt differ' where exists (
        (select campaign_id, attempt, disposition, calls, talk_seconds from attempt_stat)
        except
        (select campaign_id, attempt, disposition, count(*), sum(talk_seconds) from call group by 1, 2, 3))
        or (select coalesce(sum(calls), 0) from attempt_stat) <> (select count(*) from call)),
      (select 'counts of states differ' where exists (
        (select campaign_id, state, subscribers from subscriber_count where subscribers <> 0)
        except (select campaign_id, state, count(*) from subscriber group by 1, 2))
        or exists (
        (select campaign_id, state, count(*) from subscriber group by 1, 2)
        except (select campaign_id, state, subscribers from subscriber_count))),
      (select 'subscribers are lost: ' || count(*) from subscriber
        where state in ('waiting', 'retry')
          and not exists (select from due where due.subscriber_id = subscriber.id)
          and not exists (select from inflight where inflight.subscriber_id = subscriber.id)
       having count(*) > 0),
      (select 'attempts were made twice: ' || count(*) from (
         select from call where disposition not in ('interrupted', 'congestion', 'cancelled')
          group by subscriber_id, attempt having count(*) > 1) twice having count(*) > 0),
      (select 'subscribers stand in the queue twice: ' || count(*) from (
         select from due group by subscriber_id having count(*) > 1) twice having count(*) > 0),
      (select 'done subscribers stand in the queue: ' || count(*) from due join subscriber on subscriber.id = due.subscriber_id
        where subscriber.state not in ('waiting', 'retry') having count(*) > 0),
      (select 'next attempts differ from the queue: ' || count(*) from due join subscriber on subscriber.id = due.subscriber_id
        where subscriber.next_attempt_at is distinct from due.next_attempt_at having count(*) > 0)
    ], null) as problems`);
  return row!.problems;
}
