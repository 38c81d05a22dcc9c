import { createSocket, RemoteInfo, Socket } from 'node:dgram';
import { once } from 'node:events';

/**
 * A trunk on 127.0.0.1 that leads to several phones: passes requests on by the number in them, and answers back to
 * whoever asked. What belongs to a dialog goes straight between the two.
 */
export class Switchboard {
  private caller?: RemoteInfo;

  private constructor(
    private readonly socket: Socket,
    private readonly phones: ReadonlyMap<string, number>,
  ) {
    socket.on('message', (bytes, from) => this.pass(bytes, from));
  }

  /** @param phones the port at which each number is reached */
  static async to(phones: ReadonlyMap<string, number>): Promise<Switchboard> {
    const socket = createSocket('udp4').bind(0, '127.0.0.1');
    await once(socket, 'listening');
    return new Switchboard(socket, phones);
  }

  get port(): number {
    return this.socket.address().port;
  }

  close(): void {
    this.socket.close();
  }

  private pass(bytes: Buffer, from: RemoteInfo): void {
    const number = /^[A-Z]+ sip:([^@\s]+)@/.exec(bytes.toString('latin1', 0, 100))?.[1];
    const phone = number === undefined ? undefined : this.phones.get(number);
    if (number !== undefined) this.caller = from;
    if (phone !== undefined) this.socket.send(bytes, phone, '127.0.0.1');
    else if (number === undefined && this.caller)
      this.socket.send(bytes, this.caller.port, this.caller.address);
  }
}
