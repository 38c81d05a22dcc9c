import pg from 'pg';
import { Scout } from './scout';

/** One for each database. */
const scouts = new Map<string, Scout>();

/**
 * PostgreSQL's errors by which somebody is there and has turned this one connection down: a password, rights, or too many
 * connections. Any other is about the server or its files.
 */
const THERE = /^(28|42|53)/;

/** As the library calls whoever gave it one: without an error where there was none. */
type Connected = ((error: Error) => void) | ((error: null, client: pg.Client) => void);

/**
 * A connection that is made like any other, but while the server is away by one attempt of the process at a time: pools,
 * jobs and loops would else each try for themselves, all the time. For `Client` in the options of a pool, too.
 */
export class PatientClient extends pg.Client {
  override connect(): Promise<pg.Client>;
  override connect(connected: Connected): void;
  override connect(connected?: Connected): Promise<pg.Client> | void {
    const connecting = this.scout.send(() => super.connect()).then((): pg.Client => this);
    if (!connected) return connecting;
    const tell = connected as (error: Error | null, client?: pg.Client) => void;
    connecting.then((client) => tell(null, client), tell);
  }

  private get scout(): Scout {
    const address = `${this.host}:${this.port}/${this.database}`;
    const scout = scouts.get(address) ?? new Scout(isAway);
    scouts.set(address, scout);
    return scout;
  }
}

function isAway(error: Error): boolean {
  const { code = '' } = error as { code?: string };
  return !THERE.test(code);
}
