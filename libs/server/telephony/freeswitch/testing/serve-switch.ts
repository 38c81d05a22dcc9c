import { AddressInfo, createServer, Socket } from 'node:net';
import { FakeSwitch, SwitchSide } from './fake-switch';

/** A fake switch behind a real socket on 127.0.0.1. */
export async function serveSwitch(
  fake: FakeSwitch,
): Promise<{ port: number; close(): Promise<void> }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    const side: SwitchSide = {
      // In two pieces, as a network may cut it.
      send: (bytes) => {
        socket.write(bytes.subarray(0, bytes.length >> 1));
        socket.write(bytes.subarray(bytes.length >> 1));
      },
      close: () => socket.destroy(),
    };
    const session = fake.connect(side);
    socket.on('data', (bytes) => session.receive(String(bytes)));
    // Whoever leaves without a word has left as well.
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      sockets.delete(socket);
      fake.left(side);
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise<void>((closed) => server.close(() => closed()));
    },
  };
}
