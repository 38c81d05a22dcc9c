import { Clock } from '@belltower/core';
import { Disposition, SipSettings } from '@belltower/dto';
import { EspeakVoice, OutboundCall, sip, SpokenSounds, Telephony } from '@belltower/telephony';
import { receive, reply, scenario } from '../../libs/server/testing/sipp-scenario';
import { Sipp } from '../../libs/server/testing/sipp';
import type { BenchContext } from './bench';

const BUSY = scenario(
  receive('INVITE'),
  reply(180, 'Ringing'),
  reply(486, 'Busy Here'),
  receive('ACK'),
);
const TICK_MS = 10;
/** Calls a second that one core has to carry. */
const WANTED = 500;

/** Calls a second that are placed, ring and end, without sound: processor time, and how long until it rings. */
export default async function signalling(context: BenchContext): Promise<void> {
  const seconds = context.quick ? 5 : 20;
  for (const callsPerSecond of context.quick ? [500] : [250, 500, 1_000]) {
    const sipp = await Sipp.play(BUSY, { calls: 1_000_000 });
    const settings = Object.assign(new SipSettings(), {
      host: '127.0.0.1',
      port: sipp.port,
      allowSilence: true,
    });
    const telephony = sip.create({
      gatewayId: 1,
      settings,
      dataDir: context.directory,
      clock: new Clock(),
      sounds: new SpokenSounds(new EspeakVoice()),
    });
    context.onEnd(() => sipp.end());
    context.onEnd(() => telephony.close());
    await place(telephony, 50, 1);
    const { ringing, busy, cpuSeconds, took } = await place(telephony, callsPerSecond, seconds);
    const calls = callsPerSecond * seconds;
    const rate = Math.round(busy / took);
    ringing.sort((one, other) => one - other);
    const p99 = Math.round(ringing[Math.floor(ringing.length * 0.99)] ?? NaN);
    const share = Math.round((100 * cpuSeconds) / took);
    context.say(
      `${callsPerSecond} calls/s for ${seconds} s: ${busy} of ${calls} ended busy, ${rate}/s; ${share} % of a core; ringing p99 ${p99} ms`,
    );
    context.row({
      row: `${callsPerSecond} calls/s: calls per second of processor time`,
      value: Math.round(busy / cpuSeconds),
      target: callsPerSecond <= WANTED ? `>= ${WANTED}` : 'as measured',
      met: callsPerSecond > WANTED || (busy === calls && busy / cpuSeconds >= WANTED),
    });
    await telephony.close();
    await sipp.end();
  }
}

/** Places calls evenly, whatever becomes of them, and waits for the last to end. */
async function place(telephony: Telephony, callsPerSecond: number, seconds: number) {
  const ringing: number[] = [];
  let busy = 0;
  const ends: Promise<void>[] = [];
  const begun = performance.now();
  const before = process.cpuUsage();
  for (let placed = 0; placed < callsPerSecond * seconds;) {
    const due = ((performance.now() - begun) / 1_000) * callsPerSecond;
    for (; placed < Math.min(due, callsPerSecond * seconds); placed++)
      ends.push(follow(callOf(`${callsPerSecond}-${seconds}-${placed}`)));
    await new Promise((next) => setTimeout(next, TICK_MS));
  }
  await Promise.all(ends);
  const { user, system } = process.cpuUsage(before);
  const took = (performance.now() - begun) / 1_000;
  return { ringing, busy, cpuSeconds: (user + system) / 1_000_000, took };

  function follow(call: OutboundCall): Promise<void> {
    const at = performance.now();
    return new Promise((complete) =>
      telephony.place(call).subscribe({
        next: (event) => {
          if (event.type === 'ringing') ringing.push(performance.now() - at);
          if (event.type === 'hung-up' && event.disposition === Disposition.Busy) busy++;
        },
        complete,
      }),
    );
  }
}

function callOf(id: string): OutboundCall {
  return {
    id: `bt-bench-${id}`,
    number: '+12025550123',
    callerId: '+12025550100',
    callerName: null,
    ringTimeoutSeconds: 30,
    maxCallSeconds: 60,
    opening: { prompt: null, waitSeconds: 1 },
    prompts: [],
    keys: [],
  };
}
