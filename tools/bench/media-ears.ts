/**
 * A process of its own, so that nothing else delays it: hears calls, each at a port, and answers every packet with
 * one, so that sound goes both ways. It notes how long it is from one packet of a call to the next.
 */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { setPriority } from 'node:os';

/** What the ears are told, and what they answer. */
export type EarsOrder = { order: 'open'; ports: number } | { order: 'report' };
export type EarsReport = { ports: number[] } | { p50: number; p99: number; packets: number };

const ORDERS: { [O in EarsOrder as O['order']]: (order: O) => Promise<EarsReport> | EarsReport } = {
  open: async ({ ports }) => {
    const opened = [];
    for (let port = 0; port < ports; port++) opened.push(await listen());
    return { ports: opened };
  },
  report: () => report(),
};
const MOST_BUFFERED_BYTES = 4 * 1_024 * 1_024;

/** Milliseconds between packets, of all calls. */
let intervals: number[] = [];
/** When the last packet of a call came, by the port that it came from. */
const last = new Map<number, number>();

try {
  // As urgent as the thread that sends: what is measured is that one.
  setPriority(-10);
} catch {
  // An ordinary user may not.
}
process.on('message', async (order: EarsOrder) =>
  process.send!(await (ORDERS[order.order] as (order: EarsOrder) => Promise<EarsReport>)(order)),
);
process.on('disconnect', () => process.exit());

async function listen(): Promise<number> {
  const socket = createSocket({ type: 'udp4', recvBufferSize: MOST_BUFFERED_BYTES });
  socket.on('message', (bytes, from) => {
    const now = performance.now();
    const before = last.get(from.port);
    if (before !== undefined) intervals.push(now - before);
    last.set(from.port, now);
    socket.send(bytes, from.port, from.address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return socket.address().port;
}

/** Reads and resets. */
function report(): EarsReport {
  const sorted = Float64Array.from(intervals).sort();
  intervals = [];
  last.clear();
  const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? NaN;
  return { p50: at(0.5), p99: at(0.99), packets: sorted.length };
}
