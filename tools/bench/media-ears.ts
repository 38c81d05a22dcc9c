import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';

/** What the ears are told, and what they answer. */
export type EarsOrder =
  { order: 'open'; observed: number } | { order: 'reset' } | { order: 'report' };
export type EarsReport =
  { ports: number[]; sink: number } | { p50: number; p99: number; packets: number };

const port = parentPort!;
try {
  // As urgent as the thread that sends: what is measured is that one.
  setPriority(-10);
} catch {
  // An ordinary user may not.
}
/** Milliseconds between packets of one call, of all that are observed. */
let intervals: number[] = [];
let last: (number | null)[] = [];

/** Listens in a thread of its own, so that nothing else delays it. */
port.on('message', async (order: EarsOrder) => {
  if (order.order === 'open') {
    const ports = [];
    for (let ear = 0; ear < order.observed; ear++) ports.push(await listen(() => heard(ear)));
    return tell({ ports, sink: await listen(() => undefined) });
  }
  if (order.order === 'report') {
    intervals.sort((one, other) => one - other);
    const at = (share: number) => intervals[Math.floor(intervals.length * share)] ?? NaN;
    tell({ p50: at(0.5), p99: at(0.99), packets: intervals.length });
  }
  intervals = [];
  last = last.map(() => null);
});

function heard(ear: number): void {
  const now = performance.now();
  const before = last[ear];
  if (before) intervals.push(now - before);
  last[ear] = now;
}

async function listen(hear: () => void): Promise<number> {
  const socket = createSocket({ type: 'udp4', recvBufferSize: 4 * 1_024 * 1_024 });
  socket.on('message', hear);
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return socket.address().port;
}

function tell(report: EarsReport): void {
  port.postMessage(report);
}
