import { createSocket, Socket } from 'node:dgram';
import { once } from 'node:events';
import { HostPort } from './address';
import { Target, Transport } from './transport';

/** All that one gateway says over UDP, from one port. */
export class UdpTransport extends Transport {
  readonly kind = 'udp';
  private closed = false;

  private constructor(
    private readonly socket: Socket,
    private readonly publicHost: string,
  ) {
    super();
    socket.on('message', (bytes, { address, port }) =>
      this.arrived({
        bytes,
        source: { host: address, port },
        reply: (answer) => this.sendTo(answer, { host: address, port }, () => undefined),
      }),
    );
    // An answer of the network such as “port unreachable”; what is lost is sent again by its transaction.
    socket.on('error', () => undefined);
  }

  /** Binds a free port. @param publicHost our address as peers see it @throws what the system says */
  static async open(publicHost: string, port = 0): Promise<UdpTransport> {
    const socket = createSocket({
      type: 'udp4',
      recvBufferSize: 4 * 1_024 * 1_024,
      // Only addresses are ever sent to: no question to the system for each datagram.
      lookup: (host, _options, done) => done(null, host, 4),
    });
    const listening = once(socket, 'listening');
    socket.bind(port);
    await listening;
    return new UdpTransport(socket, publicHost);
  }

  local(): Required<HostPort> {
    return { host: this.publicHost, port: this.socket.address().port };
  }

  send(bytes: Buffer, target: Target, failed: (error: Error) => void): void {
    this.sendTo(bytes, target, failed);
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    await new Promise<void>((resolve) => this.socket.close(resolve));
  }

  private sendTo(
    bytes: Buffer,
    { host, port }: Required<HostPort>,
    failed: (error: Error) => void,
  ) {
    if (this.closed) return failed(new Error('The connection is closed.'));
    this.socket.send(bytes, port, host, (error) => error && failed(error));
  }
}

/** The address of this machine from which a host is reached. @throws what the system says */
export async function ownAddressTowards(host: string): Promise<string> {
  const socket = createSocket('udp4');
  try {
    socket.connect(9, host);
    await once(socket, 'connect');
    return socket.address().address;
  } finally {
    socket.close();
  }
}
