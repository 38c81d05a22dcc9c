import { Notification, Notifications } from '@belltower/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { AddressInfo } from 'node:net';
import { createApi } from '../create-api';
import { startApi, TestApi } from '../testing/start-api';

interface Heard {
  id: string;
  event: string;
  data: Record<string, unknown>;
}

describe('the events of an account', () => {
  let api: TestApi;
  let other: NestExpressApplication;
  let readers: Reader[] = [];

  beforeAll(async () => {
    api = await startApi();
    // A second process of the API, as far as the first can tell.
    other = await createApi(api.config);
    await other.listen(0, '127.0.0.1');
  });
  afterEach(async () => {
    for (const reader of readers) await reader.leave();
    readers = [];
  });
  afterAll(async () => {
    await other.close();
    await api.close();
  });

  class Reader {
    private text = '';
    private readonly heard: Heard[] = [];
    private readonly stream: ReadableStreamDefaultReader<string>;

    constructor({ body }: Response) {
      this.stream = body!.pipeThrough(new TextDecoderStream()).getReader();
    }

    /** Reads on until some event has come, and answers all so far. */
    async until(isIt: (event: Heard) => boolean): Promise<Heard[]> {
      while (!this.heard.some(isIt)) {
        const { value, done } = await this.stream.read();
        if (done) throw new Error('The stream has ended');
        const parts = (this.text + value).split('\n\n');
        this.text = parts.pop()!;
        this.heard.push(...parts.filter((part) => part.includes('event:')).map(parsed));
      }
      return this.heard;
    }

    leave(): Promise<void> {
      return this.stream.cancel();
    }
  }

  function parsed(part: string): Heard {
    const lines = part.split('\n').map((line) => line.split(': ') as [string, string]);
    const {
      id = '',
      event,
      data,
    } = Object.fromEntries(lines.map(([name, ...rest]) => [name, rest.join(': ')])) as Record<
      string,
      string
    >;
    return { id, event: event!, data: JSON.parse(data!) as Record<string, unknown> };
  }

  const listen = async (headers: Record<string, string> = {}, path = 'events') => {
    return readerOf(await api.owner.fetch(path, { headers }));
  };
  const listenElsewhere = async (lastHeard: string) => {
    const { port } = other.getHttpServer().address() as AddressInfo;
    const cookie = `belltower_session=${api.owner.cookie('belltower_session')}`;
    const headers = { cookie, 'last-event-id': lastHeard };
    return readerOf(await fetch(`http://127.0.0.1:${port}/api/v1/events`, { headers }));
  };
  const readerOf = (response: Response) => {
    expect(response.status).toBe(200);
    const reader = new Reader(response);
    readers.push(reader);
    return reader;
  };
  const publish = (...hints: Partial<Notification>[]) =>
    api.app.get(Notifications).publishAll(
      api.database,
      hints.map((hint) => ({ accountId: api.accountId, topic: 'campaign', ...hint })),
    );
  const is = (event: string, id?: number) => (heard: Heard) =>
    heard.event === event && (id === undefined || heard.data['id'] === id);
  const records = (heard: readonly Heard[]) =>
    heard.flatMap(({ event, data }) => (event === 'ready' ? [] : [`${event} ${data['id']}`]));

  it('are those of the account alone, each with an id', async () => {
    const reader = await listen();
    await reader.until(is('ready'));
    await publish({ accountId: api.strangerAccountId, id: 1 });
    await publish({ id: 2 });
    const heard = await reader.until(is('campaign', 2));
    expect(records(heard)).toEqual(['campaign 2']);
    expect(heard.every(({ id }) => id !== '')).toBe(true);
  });

  it('go on after the one heard last, whichever process is asked, the last of each record', async () => {
    const reader = await listen();
    const elsewhere = await listenElsewhere('');
    await publish({ id: 11 });
    const { id: last } = (await reader.until(is('campaign', 11))).at(-1)!;
    await reader.leave();
    await publish({ id: 12 }, { accountId: api.strangerAccountId, id: 13 });
    await publish({ id: 14, data: { step: 1 } }, { id: 14, data: { step: 2 } });
    await publish({ id: 15 });
    await elsewhere.until(is('campaign', 15));
    for (const again of [
      await listen({ 'last-event-id': last }),
      await listen({}, `events?after=${last}`),
      await listenElsewhere(last),
    ]) {
      const heard = await again.until(is('campaign', 15));
      expect(records(heard)).toEqual(['campaign 12', 'campaign 14', 'campaign 15']);
      expect(heard.find(is('campaign', 14))!.data).toEqual({ id: 14, step: 2 });
    }
  });

  it('go on from a quiet beginning too', async () => {
    const reader = await listen();
    const [ready] = await reader.until(is('ready'));
    await reader.leave();
    await publish({ id: 21 });
    const again = await listen({ 'last-event-id': ready!.id });
    expect(records(await again.until(is('campaign', 21)))).toEqual(['campaign 21']);
  });

  it('are said to be missed where nobody knows what has been', async () => {
    const reader = await listen({ 'last-event-id': 'of another time' });
    const [missed, ready] = await reader.until(is('ready'));
    expect([missed!.event, ready!.event]).toEqual(['missed', 'ready']);
  });

  it('are said to be missed when the process itself has not heard them', async () => {
    const reader = await listen();
    await reader.until(is('ready'));
    await api.database.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
        where application_name = 'belltower-listen' and datname = current_database()`,
    );
    await reader.until(is('missed'));
    await publish({ id: 31 });
    await reader.until(is('campaign', 31));
  });

  it('come in a trickle from a flood, the last of each record always', async () => {
    const reader = await listen();
    await reader.until(is('ready'));
    for (let second = 0; second < 20; second++)
      await publish(...Array.from({ length: 1_000 }, (_, n) => ({ id: 41, data: { second, n } })));
    await publish({ id: 42 });
    const heard = await reader.until(is('campaign', 42));
    const flood = heard.filter(is('campaign', 41));
    expect(flood.at(-1)!.data).toEqual({ id: 41, second: 19, n: 999 });
    expect(flood.length).toBeLessThan(100);
  });
});
