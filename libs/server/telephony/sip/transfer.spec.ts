import { Disposition, SipSettings } from '@belltower/dto';
import { CallEvent, HungUp, OutboundCall } from '../telephony';
import { SipRequest } from './message';
import { RINGING_TONE } from './ringing-tone';
import { givenSipTelephony } from './sip-telephony.builder';
import { ScriptedPeer } from './testing/scripted-peer';
import { NO_SOUND } from './testing/silent-parts';

const { Answered, Busy, Cancelled, Congestion } = Disposition;

const CALL: OutboundCall = {
  id: 'bt-1-1',
  number: '+12025550123',
  callerId: '+12025550100',
  callerName: 'Clinic',
  ringTimeoutSeconds: 30,
  maxCallSeconds: 600,
  opening: { prompt: { kind: 'text', text: 'Hello', language: null }, waitSeconds: 10 },
  prompts: [],
  keys: ['9'],
};
const AGENT = { number: '+12025550177', callerId: '+12025550199', ringTimeoutSeconds: 20 };
const HOLD = Buffer.from(
  [
    'v=0',
    'o=- 1 2 IN IP4 192.0.2.9',
    's=-',
    'c=IN IP4 192.0.2.9',
    't=0 0',
    'm=audio 5000 RTP/AVP 8',
    'a=sendonly',
  ].join('\r\n'),
);

/** An answered call whose callee is being transferred: the first INVITE is theirs, the second the other party's. */
async function transferring(settings: Partial<SipSettings> = {}) {
  const peer = new ScriptedPeer();
  const parts = givenSipTelephony(() => peer, { settings });
  const events: CallEvent[] = [];
  parts.telephony.place(CALL).subscribe((event) => events.push(event));
  peer.say(200, { sound: true });
  await parts.telephony.transfer(CALL.id, AGENT);
  return { ...parts, peer, events };
}
const typesOf = (events: CallEvent[]) => events.map(({ type }) => type);
const endOf = (events: CallEvent[]) => events.at(-1) as HungUp;
const calledOf = (requests: SipRequest[]) =>
  requests.map(({ headers }) => headers.first('call-id')!.split('@')[0]);

describe('a callee who is connected with another party', () => {
  it('hears it ring, and then the other', async () => {
    const { peer, events, media } = await transferring();
    const [, invite] = peer.requests('INVITE') as [SipRequest, SipRequest];
    expect(invite.uri).toBe('sip:+12025550177@192.0.2.9');
    expect(invite.headers.first('from')).toContain('sip:+12025550199@');
    expect(media.lines[0]!.played.at(-1)).toBe(RINGING_TONE);
    peer.say(183, { sound: true });
    expect(typesOf(events)).toEqual(['answered']);
    peer.say(200, { sound: true });
    expect(media.lines[0]!.joined).toBe(2);
    expect(typesOf(events)).toEqual(['answered', 'transferred']);
  });

  it('is hung up when the other hangs up', async () => {
    const { peer, events, media, time } = await transferring();
    peer.say(200, { sound: true });
    peer.ask('BYE', 2, { call: 1 });
    expect(calledOf(peer.requests('BYE'))).toEqual(['bt-1-1']);
    expect(endOf(events)).toMatchObject({ disposition: Answered });
    expect(media.lines.map(({ closed }) => closed)).toEqual([true, true]);
    time.pass(200);
    expect(time.pending).toBe(0);
  });

  it('takes the other along when hanging up', async () => {
    const { peer, events, time } = await transferring();
    peer.say(200, { sound: true });
    peer.ask('BYE', 2);
    expect(calledOf(peer.requests('BYE'))).toEqual(['bt-1-1-to-1']);
    expect(typesOf(events)).toEqual(['answered', 'transferred', 'hung-up']);
    time.pass(200);
    expect(time.pending).toBe(0);
  });

  it('cancels what rings when hanging up, and hangs up an answer that crosses', async () => {
    const { peer, events } = await transferring();
    peer.say(180);
    peer.ask('BYE', 2);
    expect(endOf(events)).toMatchObject({ disposition: Answered });
    expect(calledOf(peer.requests('CANCEL'))).toEqual(['bt-1-1-to-1']);
    peer.say(200, { sound: true });
    expect(calledOf(peer.requests('ACK'))).toEqual(['bt-1-1', 'bt-1-1-to-1']);
    expect(calledOf(peer.requests('BYE'))).toEqual(['bt-1-1-to-1']);
    expect(typesOf(events)).toEqual(['answered', 'hung-up']);
  });

  it('is back where the other is busy, and hears nothing until something is played', async () => {
    const { peer, events, media, telephony } = await transferring();
    peer.say(486);
    expect(events.at(-1)).toMatchObject({ type: 'transfer-failed', disposition: Busy });
    expect(media.lines[0]!.played.at(-1)).toBe(NO_SOUND);
    media.lines[0]!.listener!.digit('5');
    expect(events.at(-1)).toMatchObject({ type: 'digit', digit: '5' });
    await telephony.transfer(CALL.id, AGENT);
    expect(calledOf(peer.requests('INVITE'))).toEqual(['bt-1-1', 'bt-1-1-to-1', 'bt-1-1-to-2']);
  });

  it('is back at once where the trunk takes no call', async () => {
    const { peer, events, telephony } = await transferring();
    peer.say(503, { headers: [['retry-after', '60']] });
    expect(events.at(-1)).toMatchObject({ disposition: Congestion });
    await telephony.transfer(CALL.id, AGENT);
    expect(typesOf(events)).toEqual(['answered', 'transfer-failed', 'transfer-failed']);
    expect(peer.requests('INVITE')).toHaveLength(2);
  });

  it('may be held by either, which nobody else is told', async () => {
    const { peer, events, media } = await transferring();
    peer.say(200, { sound: true });
    peer.ask('INVITE', 2, { body: HOLD });
    peer.ask('INVITE', 2, { body: HOLD, call: 1 });
    expect(peer.statuses()).toEqual([200, 200]);
    for (const { agreed } of media.lines)
      expect(agreed.at(-1)).toMatchObject({ codec: 'pcma', heard: false });
    expect(typesOf(events)).toEqual(['answered', 'transferred']);
  });

  it('presses keys for the other, not for us, in both directions', async () => {
    const { peer, events } = await transferring();
    const key = {
      headers: [['content-type', 'application/dtmf-relay']] as const,
      body: Buffer.from('Signal=5\r\nDuration=160'),
    };
    peer.ask('INFO', 2, key);
    expect(peer.requests('INFO')).toEqual([]);
    peer.say(200, { sound: true });
    peer.ask('INFO', 3, key);
    peer.ask('INFO', 2, { ...key, call: 1 });
    expect(calledOf(peer.requests('INFO'))).toEqual(['bt-1-1-to-1', 'bt-1-1']);
    expect(peer.requests('INFO')[0]!.body.toString()).toContain('Signal=5');
    expect(typesOf(events)).toEqual(['answered', 'transferred']);
  });

  it('hears nothing else until the other is gone', async () => {
    const { peer, media, telephony, events } = await transferring();
    peer.say(200, { sound: true });
    const { played, recorded } = media.lines[0]!;
    const heard = played.length;
    await telephony.play(CALL.id, { prompt: null, waitSeconds: 0 });
    await telephony.record(CALL.id, { maxSeconds: 5, silenceSeconds: 1 });
    await telephony.transfer(CALL.id, AGENT);
    expect([played.length, recorded.length]).toEqual([heard, 0]);
    expect(peer.requests('INVITE')).toHaveLength(2);
    expect(typesOf(events)).toEqual(['answered', 'transferred']);
  });

  it('is hung up with the other when nothing is heard of it any more', async () => {
    const { peer, events, media } = await transferring();
    peer.say(200, { sound: true });
    media.lines[1]!.listener!.silent();
    expect(calledOf(peer.requests('BYE'))).toEqual(['bt-1-1-to-1', 'bt-1-1']);
    expect(endOf(events)).toMatchObject({ disposition: Answered });
  });

  it('leaves no call behind when the driver is closed while it rings', async () => {
    const { peer, events, telephony, time } = await transferring();
    peer.say(180);
    const closed = telephony.close();
    peer.say(487);
    for (let times = 0; times < 20; times++) {
      await Promise.resolve();
      time.pass(0.2);
    }
    await closed;
    expect(calledOf(peer.requests('CANCEL'))).toEqual(['bt-1-1-to-1']);
    expect(endOf(events)).toMatchObject({ disposition: Answered });
    expect(endOf(events).disposition).not.toBe(Cancelled);
  });
});

describe('what is recorded in a call', () => {
  const recording = async () => {
    const peer = new ScriptedPeer();
    const parts = givenSipTelephony(() => peer);
    const events: CallEvent[] = [];
    parts.telephony.place(CALL).subscribe((event) => events.push(event));
    peer.say(200, { sound: true });
    await parts.telephony.record(CALL.id, { maxSeconds: 30, silenceSeconds: 3 });
    return { ...parts, peer, events, line: parts.media.lines[0]! };
  };

  it('is told with how long it is', async () => {
    const { line, events } = await recording();
    expect(line.recorded).toEqual([{ maxMs: 30_000, silenceMs: 3_000 }]);
    line.listener!.recorded(new Uint8Array(12_000));
    expect(events.at(-1)).toMatchObject({ type: 'recorded', recording: { seconds: 1.5 } });
  });

  it('ends with a key that comes as INFO', async () => {
    const { peer, line, events } = await recording();
    peer.ask('INFO', 2, {
      headers: [['content-type', 'application/dtmf']],
      body: Buffer.from('#'),
    });
    expect(line.finished).toBe(true);
    line.listener!.recorded(new Uint8Array(8));
    expect(typesOf(events)).toEqual(['answered', 'digit', 'recorded']);
  });

  it('is told before the end of the call, which does not wait for it for ever', async () => {
    const told = await recording();
    told.peer.ask('BYE', 2);
    expect(typesOf(told.events)).toEqual(['answered']);
    told.line.listener!.recorded(new Uint8Array(8));
    expect(typesOf(told.events)).toEqual(['answered', 'recorded', 'hung-up']);
    expect(told.line.closed).toBe(true);
    const lost = await recording();
    lost.peer.ask('BYE', 2);
    lost.time.pass(1);
    expect(typesOf(lost.events)).toEqual(['answered', 'recorded', 'hung-up']);
  });

  it('is dropped where something is to be heard instead', async () => {
    const { line, events, telephony } = await recording();
    await telephony.play(CALL.id, { prompt: null, waitSeconds: 1 });
    line.listener!.recorded(new Uint8Array(8));
    expect(typesOf(events)).toEqual(['answered']);
  });
});
