import { connect } from 'node:net';

/** What comes over a wire; after `closed` nothing more does. */
export interface WireListener {
  received(bytes: Buffer): void;
  /** Told once, also where it never opened. */
  closed(why: string): void;
}

/** A connection for bytes, opening or open. */
export interface Wire {
  send(text: string): void;
  /** Nothing is told any more. */
  close(): void;
}

export type OpenWire = (listener: WireListener) => Wire;

const CONNECTING_MS = 10_000;

/** A wire over TCP. */
export function tcpWire(host: string, port: number): OpenWire {
  return (listener) => {
    const socket = connect({ host, port, noDelay: true });
    let told = false;
    const close = (why: string) => {
      socket.destroy();
      if (told) return;
      told = true;
      listener.closed(why);
    };
    socket.setTimeout(CONNECTING_MS, () => close('it does not answer'));
    socket.once('connect', () => socket.setTimeout(0));
    socket.on('data', (bytes) => !told && listener.received(bytes));
    socket.on('error', (error) => close(error.message));
    socket.on('close', () => close('the connection has ended'));
    return {
      send: (text) => void (told || socket.write(text)),
      close: () => {
        told = true;
        socket.destroy();
      },
    };
  };
}
