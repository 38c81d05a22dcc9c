import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below those that systems give to outgoing connections, which come and go all the time. */
const FIRST = 10_000;
const LAST = 32_767;

/**
 * A port of 127.0.0.1 that nobody uses, over UDP or TCP; the moment between asking and using it is the caller's small
 * risk.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = FIRST + Math.floor(Math.random() * (LAST - FIRST + 1));
    if ((await isFree(overUdp(port))) && (await isFree(overTcp(port)))) return port;
  }
}

function overUdp(port: number) {
  const socket = createSocket('udp4');
  return socket.bind(port, '127.0.0.1');
}

function overTcp(port: number) {
  return createServer().listen(port, '127.0.0.1');
}

async function isFree(probe: ReturnType<typeof overUdp> | ReturnType<typeof overTcp>) {
  try {
    await once(probe, 'listening');
  } catch {
    return false;
  }
  const closed = once(probe, 'close');
  probe.close();
  await closed;
  return true;
}
