// A thread of its own. Node may read it as it stands: only syntax that can be erased, imports by file name.
import { setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import type { MediaOrder, MediaReport } from './media-messages.ts';
import { MediaSession } from './media-session.ts';
import { Pacer } from './pacer.ts';
import type { Place } from './pacer.ts';
import { Recorder, RecordingSpace } from './recorder.ts';
import type { AgreedMedia } from './sdp.ts';

const WATCH_MS = 1_000;
const URGENT = -10;

interface Held {
  session: MediaSession;
  silenceMs: number | null;
  place?: Place;
}

const port = parentPort!;
const held = new Map<number, Held>();
const pacer = new Pacer<MediaSession>(performance.now());
const space = new RecordingSpace();
const tell = (report: MediaReport) =>
  port.postMessage(report, report.report === 'recorded' && report.pcmu ? [report.pcmu.buffer] : []);
let beating = false;

try {
  // Of this thread alone, where the system permits it: sound cannot wait, and takes little.
  setPriority(URGENT);
} catch {
  // An ordinary user may not, and an idle machine does not need it.
}

const orders: { [O in MediaOrder as O['order']]: (order: O) => void } = {
  open: ({ id, silenceMs }) => {
    held.set(id, { session: new MediaSession(id, pacer.startMs, tell), silenceMs });
  },
  use: ({ id, agreed }) => {
    const call = held.get(id);
    if (call) use(call, agreed);
  },
  play: ({ id, no, again, ...sound }) => sessionOf(id)?.play(sound, again, no),
  record: ({ id, no, ...terms }) =>
    sessionOf(id)?.record(new Recorder(terms, performance.now(), space), no),
  finish: ({ id }) => sessionOf(id)?.finish(),
  stop: ({ id, no }) => sessionOf(id)?.rest(no),
  join: ({ id, other }) => {
    const [one, another] = [sessionOf(id), sessionOf(other)];
    if (!one || !another) return;
    one.join(another);
    another.join(one);
  },
  close: ({ id }) => {
    const call = held.get(id);
    if (!call) return;
    held.delete(id);
    if (call.place) pacer.remove(call.session, call.place);
    call.session.close();
  },
};

port.on('message', (order: MediaOrder) =>
  (orders[order.order] as (order: MediaOrder) => void)(order),
);
setInterval(() => {
  const now = performance.now();
  for (const { session, silenceMs } of held.values()) session.watch(now, silenceMs);
  tell({ report: 'punctuality', ...pacer.report() });
}, WATCH_MS);

function sessionOf(id: number): MediaSession | undefined {
  return held.get(id)?.session;
}

function use(call: Held, agreed: AgreedMedia): void {
  if (call.place) pacer.remove(call.session, call.place);
  call.session.use(agreed);
  call.place = pacer.add(call.session, call.session.packetMs);
  if (!beating) beat();
}

/** Timers fire late and by whole milliseconds; when the next step is due is worked out anew each time. */
function beat(): void {
  beating = held.size > 0;
  const wait = pacer.run(performance.now(), (session, step) => session.send(step));
  if (beating) setTimeout(beat, Math.max(0, wait));
}
