import { createTestDatabase, freePort } from '@belltower/testing';
import { createServer } from 'node:net';
import { Session } from './session';

/** The end of a connection is told some turns after whoever wanted it has been told. */
const someTurns = () => new Promise((passed) => setTimeout(passed, 100));

describe('a connection of its own', () => {
  it('tells once that it is gone', async () => {
    const database = await createTestDatabase();
    let lost = 0;
    const session = await Session.open(database.url, 'belltower-test', () => lost++);
    const [{ pid }] = await session.query<[{ pid: number }]>('select pg_backend_pid() as pid');
    expect(lost).toBe(0);
    await database.source.query('select pg_terminate_backend($1)', [pid]);
    await expect(session.query('select 1')).rejects.toThrow();
    await someTurns();
    expect(lost).toBe(1);
    await session.close();
    await database.drop();
  });

  it('tells nothing more where it could not be opened, so that whoever waits to try again does wait', async () => {
    let lost = 0;
    const open = (port: number) =>
      Session.open(`postgres://nobody@127.0.0.1:${port}/none`, 'belltower-test', () => lost++);
    await expect(open(await freePort())).rejects.toThrow('ECONNREFUSED');
    // As a server does that is going down.
    const server = createServer((socket) => socket.destroy());
    await new Promise<void>((up) => server.listen(0, '127.0.0.1', up));
    await expect(open((server.address() as { port: number }).port)).rejects.toThrow();
    await someTurns();
    expect(lost).toBe(0);
    await new Promise((closed) => server.close(closed));
  });
});
