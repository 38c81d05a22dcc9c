import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { CallFacts } from './call-facts';
import { Journal } from './journal';
import { Headers, SipRequest, SipResponse } from './message';
import { Target } from './transport';

const TARGET: Target = { kind: 'udp', host: '192.0.2.9', port: 5_060 };

const inviteOf = (id: string, subject = '') =>
  new SipRequest(
    'INVITE',
    'sip:+12025550123@192.0.2.9',
    new Headers([
      ['via', 'SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1'],
      ['from', '<sip:a@192.0.2.1>;tag=a'],
      ['to', '<sip:+12025550123@192.0.2.9>'],
      ['call-id', `${id}@192.0.2.9`],
      ['cseq', '3 INVITE'],
      ['authorization', 'Digest username="alice", response="secret"'],
      ['subject', subject],
    ]),
  );
const answerTo = (id: string) =>
  new SipResponse(
    200,
    'OK',
    new Headers([
      ['to', '<sip:+12025550123@192.0.2.9>;tag=b'],
      ['call-id', `${id}@192.0.2.9`],
      ['record-route', '<sip:192.0.2.8;lr>'],
      ['contact', '<sip:b@192.0.2.7>'],
    ]),
  );

describe('the journal of the calls of a process', () => {
  let directory: string;
  let open: Journal[] = [];

  beforeEach(async () => {
    directory = join(await mkdtemp(join(tmpdir(), 'belltower-journal-')), 'sip', '1');
  });
  afterEach(async () => {
    await Promise.all(open.map((journal) => journal.close()));
    open = [];
    await rm(join(directory, '../..'), { recursive: true, force: true });
  });

  const journal = () => {
    const made = new Journal(directory);
    open.push(made);
    return made;
  };
  const files = () => readdir(directory).catch(() => []);
  /** What another process has left behind: this one's journal under its name, some time ago. */
  const leftBy = async (from: Journal, pid: number, host = hostname(), secondsAgo = 10) => {
    await from.written();
    const [name] = (await files()).filter((each) => each.includes(`~${process.pid}~`));
    const other = join(directory, `${host}~${pid}~other~1.jsonl`);
    await rename(join(directory, name!), other);
    const then = new Date(Date.now() - secondsAgo * 1_000);
    await utimes(other, then, then);
  };
  const gone = () => spawnSync(process.execPath, ['-e', '']).pid;
  const adopted = (by: Journal) => new Promise<CallFacts[]>((resolve) => by.start(resolve));

  it('hands over what is needed to end the calls of a process that is gone, and no password', async () => {
    const before = journal();
    for (const id of ['bt-1-1', 'bt-1-2', 'bt-1-3']) before.invited(TARGET, inviteOf(id));
    before.answered(answerTo('bt-1-2'));
    before.ended('bt-1-3@192.0.2.9');
    await leftBy(before, gone());
    const after = journal();
    expect(await after.ofOthers()).toEqual(new Set(['bt-1-1', 'bt-1-2']));
    const calls = await adopted(after);
    expect(calls.map(({ id, answer }) => [id, answer && Object.fromEntries(answer)['to']])).toEqual(
      [
        ['bt-1-1', null],
        ['bt-1-2', '<sip:+12025550123@192.0.2.9>;tag=b'],
      ],
    );
    expect(JSON.stringify(calls)).not.toContain('secret');
    // Only the journal of the one that took them over has them.
    expect(await files()).toHaveLength(1);
    for (const { callId } of calls) after.ended(callId);
    await after.close();
    expect(await files()).toEqual([]);
  });

  it('leaves the calls of processes that live alone, and knows of them', async () => {
    const before = journal();
    before.invited(TARGET, inviteOf('bt-1-1'));
    // Whoever started this process lives.
    await leftBy(before, process.ppid);
    const after = journal();
    let told = 0;
    after.start(() => told++);
    expect(await after.ofOthers()).toEqual(new Set(['bt-1-1']));
    expect([told, (await files()).length]).toEqual([0, 1]);
  });

  it('takes a process of another machine for gone when it has been quiet for long', async () => {
    const before = journal();
    before.invited(TARGET, inviteOf('bt-1-1'));
    await leftBy(before, 1, 'another-machine', 31);
    expect(await adopted(journal())).toHaveLength(1);
  });

  it('passes over lines that were cut off or spoilt', async () => {
    const before = journal();
    before.invited(TARGET, inviteOf('bt-1-1'));
    await leftBy(before, gone());
    const [name] = await files();
    const file = join(directory, name!);
    const text = await readFile(file, 'utf8');
    const spoilt = ['null', '7', '{"invited":{"id":1}}', '{"answered":"x"}', '{"invited":{"id":"b'];
    await writeFile(file, [spoilt[0], text.trim(), ...spoilt].join('\n'));
    const then = new Date(Date.now() - 10_000);
    await utimes(file, then, then);
    expect(await adopted(journal())).toHaveLength(1);
  });

  it('does not grow with the calls that have ended, and only its owner can read it', async () => {
    const one = journal();
    const subject = 'x'.repeat(1_000);
    one.invited(TARGET, inviteOf('bt-1-living'));
    const bulky = inviteOf('bt-1-ended', subject);
    bulky.headers.set('from', `"${subject}" <sip:a@192.0.2.1>;tag=a`);
    for (let times = 0; times < 6_000; times++) {
      one.invited(TARGET, bulky);
      one.ended('bt-1-ended@192.0.2.9');
      if (times % 500 === 0) await one.written();
    }
    await one.written();
    const [name] = await files();
    const { size, mode } = await stat(join(directory, name!));
    expect(size).toBeLessThan(5_000_000);
    expect(mode & 0o077).toBe(0);
    await leftBy(one, gone());
    expect((await adopted(journal())).map(({ id }) => id)).toEqual(['bt-1-living']);
  });

  it('says why nothing can be written down, and lets calls go on', async () => {
    await writeFile(join(directory, '../..', 'sip'), 'not a directory');
    const one = journal();
    one.invited(TARGET, inviteOf('bt-1-1'));
    await one.written();
    expect(one.problem).toMatch(/ENOTDIR|EEXIST/);
  });
});
