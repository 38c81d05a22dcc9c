import { permissionsOf } from '@belltower/auth';
import { Dto, fieldsOf, Role } from '@belltower/dto';
import { FixedClock } from '@belltower/testing';
import { routeFacts } from '../openapi/routes';
import type { Client } from '../testing/client';
import { changedTables, fingerprintOf } from '../testing/fingerprint';
import { Id, parametersOf, Party, Records, valueOf } from '../testing/records';
import { Route, routesOf } from '../testing/routes-of';
import { startApi, TestApi } from '../testing/start-api';

/** What one try was answered. */
interface Tried {
  status: number;
  text: string;
}

describe('ownership, of every route of the OpenAPI document', () => {
  let api: TestApi;
  let routes: Route[];
  let records: Records;
  let ours: Party;
  let theirs: Party;

  beforeAll(async () => {
    // Standing still, so that "last seen" is written by nobody in between.
    api = await startApi({ clock: new FixedClock() });
    routes = await routesOf(api);
    const { accountId, strangerAccountId, owner, stranger } = api;
    ours = { accountId, owner, word: 'Vermilion', numbers: '+120255501' };
    theirs = { accountId: strangerAccountId, owner: stranger, word: 'Teal', numbers: '+141555501' };
    const posts = new Map(
      routes.filter(({ method }) => method === 'POST').map((route) => [`/${route.place}`, route]),
    );
    records = new Records({
      database: api.database,
      operator: api.operator,
      posts: (collection) => posts.get(`/${collection}`),
    });
  }, 60_000);
  afterAll(() => api.close());

  const guarded = () => routes.filter(({ open }) => !open);

  it('knows every handler of the application', () => {
    const documented = routes.map(({ operationId }) => operationId);
    expect([...routeFacts(api.app).keys()].filter((id) => !documented.includes(id))).toEqual([]);
  });

  it('can make one record of whatever a path or a field names', async () => {
    await expect(makeAll()).resolves.toBeUndefined();
  });

  it('asks everybody to sign in first', async () => {
    const findings = await findingsOf(guarded(), async (route) => {
      const { status } = await tryAs(api.anonymous, route, ours);
      return status === 401 ? [] : [`${route.name} answers ${status} to nobody`];
    });
    expect(findings).toEqual([]);
  });

  it('refuses to every role what its permissions lack, and writes to viewers', async () => {
    const people = { viewer: api.viewer, manager: api.manager, owner: api.owner };
    const findings = await findingsOf(guarded(), async ({ demand, ...route }) => {
      const refused = Object.values(Role).filter(
        (role) => demand !== 'any' && !(demand && permissionsOf(role, false).includes(demand)),
      );
      const wrong: string[] = [];
      for (const role of refused) {
        const { status } = await tryAs(people[role], route, ours);
        if (status !== 403) wrong.push(`${route.name} answers ${status} to a ${role}`);
      }
      const isWrite = route.method !== 'GET' && demand !== 'any';
      if (isWrite && !refused.includes(Role.Viewer)) wrong.push(`${route.name} lets viewers write`);
      return wrong;
    });
    expect(findings).toEqual([]);
  });

  it('shows an account its own records', async () => {
    const reads = guarded().filter(
      ({ method, demand }) => method === 'GET' && !demand?.startsWith('platform.'),
    );
    const findings = await findingsOf(reads, async (route) => {
      const { status, text } = await tryAs(api.owner, route, ours);
      return status === 200 ? [] : [`${route.name} answers ${status} to the owner: ${text}`];
    });
    expect(findings).toEqual([]);
  });

  it('shows no other account anything, and lets it change nothing, by an id in the path', async () => {
    const findings = await findingsOf(guarded(), async (route) => {
      const parameters = parametersOf(route.place);
      // A write that names nothing cannot name anything of another account.
      if (!parameters.length && route.method !== 'GET') return [];
      const wrong: string[] = [];
      for (const foreign of parameters.length ? parameters : [null]) {
        const given: Record<string, Id> = {};
        for (const { parameter, collection } of foreign ? [foreign] : []) {
          given[parameter] = await records.one(ours, collection);
        }
        const tried = await tryAs(theirs.owner, route, theirs, { given });
        const isRefused = [403, 404].includes(tried.status);
        if (foreign && !isRefused) wrong.push(complaint(route, foreign.parameter, tried));
        if (leaks(tried)) wrong.push(`${route.name} shows another account’s data`);
      }
      return wrong;
    });
    expect(findings).toEqual([]);
  });

  it('shows no other account anything by an id in the query', async () => {
    const findings = await findingsOf(guarded(), async (route) => {
      const wrong: string[] = [];
      for (const { name, of } of relationsOf(route.query)) {
        const query = `?${name}=${await records.one(ours, of)}`;
        const tried = await tryAs(theirs.owner, route, theirs, { query });
        const isHarmless = tried.status === 200 ? route.method === 'GET' : isRefusal(tried, name);
        if (!isHarmless) wrong.push(complaint(route, name, tried));
        if (leaks(tried)) wrong.push(`${route.name} shows another account’s data by ${name}`);
      }
      return wrong;
    });
    expect(findings).toEqual([]);
  });

  it('lets no other account name a record in a body', async () => {
    const writes = guarded().filter(({ demand }) => !demand?.startsWith('platform.'));
    const findings = await findingsOf(writes, async (route) => {
      const wrong: string[] = [];
      for (const { name, of, value } of relationsOf(route.body, route.place)) {
        const good = await tryAs(theirs.owner, route, theirs, { fresh: true });
        if (![200, 201, 202, 204, 409].includes(good.status)) {
          wrong.push(
            `${route.name} refuses the example (${good.text}): say in apps/api/testing/seeds.ts what a good one is`,
          );
        }
        const body = { [name]: value(await records.one(ours, of)) };
        const tried = await tryAs(theirs.owner, route, theirs, { body, fresh: true });
        if (!isRefusal(tried, name) && !touchedNothing(tried)) {
          wrong.push(complaint(route, name, tried));
        }
        if (leaks(tried)) wrong.push(`${route.name} shows another account’s data by ${name}`);
      }
      return wrong;
    });
    expect(findings).toEqual([]);
  });

  /** Makes both parties' records, so that what is written later is none of the test's own doing. */
  async function makeAll(): Promise<void> {
    const named = routes.flatMap((route) => [
      ...parametersOf(route.place).map(({ collection }) => collection),
      ...[route.body, route.query].flatMap((dto) => relationsOf(dto).map(({ of }) => of)),
    ]);
    for (const collection of new Set(named)) {
      await records.one(ours, collection);
      await records.one(theirs, collection);
    }
  }

  /** Asks every route in turn, and finds besides whichever has written to our rows. */
  async function findingsOf(
    asked: Route[],
    ask: (route: Route) => Promise<string[]>,
  ): Promise<string[]> {
    const findings: string[] = [];
    await makeAll();
    for (const route of asked) {
      const before = await fingerprintOf(api.database, ours.accountId);
      findings.push(...(await ask(route)));
      const changed = changedTables(before, await fingerprintOf(api.database, ours.accountId));
      if (changed.length) findings.push(`${route.name} has written to ${changed.join(', ')}`);
    }
    return findings;
  }

  /** Sends a route a good request of a party, but for what is given. */
  async function tryAs(
    client: Client,
    { method, place, path, body: dto }: Omit<Route, 'demand'>,
    party: Party,
    options: Partial<{
      given: Record<string, Id>;
      query: string;
      body: object;
      /** Whether path and body name new records, as earlier tries may have used up the usual ones. */
      fresh: boolean;
    }> = {},
  ): Promise<Tried> {
    const given = { ...options.given };
    for (const { parameter, collection } of options.fresh ? parametersOf(place) : []) {
      given[parameter] ??= await records.another(party, collection);
    }
    const body = dto && { ...(await records.body(party, dto, options)), ...options.body };
    const filled = await records.path(party, place, given);
    const address = (path.startsWith('/api/v1/') ? '' : '/') + filled.replace(/^\//, '');
    const response = await client.fetch(address + (options.query ?? ''), {
      method,
      ...(body ? { body: JSON.stringify(body) } : {}),
      headers: { 'content-type': 'application/json' },
    });
    return { status: response.status, text: await textOf(response) };
  }

  const leaks = ({ text }: Tried) => text.includes(ours.word) || text.includes(ours.numbers);
});

/** Fields of a class that name records, each with the collection it is of. */
function relationsOf(dto: Dto | undefined, place = '') {
  if (!dto) return [];
  return fieldsOf(dto).flatMap((spec) => {
    // A bulk action's ids are of the collection it stands under.
    const of = spec.relation ?? (spec.name === 'ids' ? place.split('/')[0] : undefined);
    if (of) return [{ name: spec.name, of, value: (id: Id) => valueOf(spec, id) }];
    // A caller id is a phone number.
    if (spec.kind === 'phone' || !/Ids?$/.test(spec.name)) return [];
    throw new Error(
      `${dto.name}.${spec.name} holds an id: its @Field must say of which \`relation\`.`,
    );
  });
}

/** Events go on for ever; that they begin is enough. */
async function textOf(response: Response): Promise<string> {
  if (!response.headers.get('content-type')?.startsWith('text/event-stream'))
    return response.text();
  await response.body?.cancel();
  return '';
}

/** Whether a try was refused, by naming the field at fault where it was the content that was refused. */
function isRefusal({ status, text }: Tried, field: string): boolean {
  if (status !== 422) return [403, 404].includes(status);
  const { errors = [] } = JSON.parse(text) as { errors?: { field: string }[] };
  return errors.some((problem) => problem.field === field);
}

/** Whether a bulk action found nothing of its own among the ids. */
function touchedNothing({ status, text }: Tried): boolean {
  return status < 300 && /"affected":0\b/.test(text);
}

function complaint(
  { name }: Omit<Route, 'demand'>,
  field: string,
  { status, text }: Tried,
): string {
  return `${name} answers ${status} to another account’s ${field}: ${text.slice(0, 200)}`;
}
