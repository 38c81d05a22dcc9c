import { backOffMs } from '@belltower/core';
import { SmppSettings } from '@belltower/dto';
import { connect as connectTcp, Socket } from 'node:net';
import { connect as connectTls, rootCertificates } from 'node:tls';
import { Pdu } from './pdu';
import { NotSaid, SessionTimes, SmppAnswer, SmppSession } from './session';
import { STATUS, statusName } from './status';

export type Role = 'transceiver' | 'transmitter' | 'receiver';

/** How long things take, in milliseconds. */
export interface SmppTimes extends SessionTimes {
  /** For how long a message waits for a connection, or for room. */
  roomMs: number;
  /** Until a lost connection is tried again, by how often in a row it was lost. */
  reconnectMs(losses: number): number;
  /** Until a message centre without room is given something again, by how often in a row it had none. */
  throttledMs(times: number): number;
}

export interface LinkListener {
  delivered(pdu: Pdu): Promise<number>;
  /** The link is bound, or was and is not any more. */
  changed(): void;
}

const VERSION_3_4 = 0x34;

export function timesOf(settings: SmppSettings): SmppTimes {
  return {
    answerMs: settings.answerTimeoutSeconds * 1_000,
    enquireMs: settings.enquireSeconds * 1_000,
    roomMs: settings.roomTimeoutSeconds * 1_000,
    reconnectMs: backOffMs,
    throttledMs: backOffMs,
  };
}

/** A bound session that is made again whenever it is lost. */
export class Link {
  private session: SmppSession | null = null;
  private connecting: Socket | null = null;
  private bound = false;
  private closed = false;
  private losses = 0;
  private retry?: NodeJS.Timeout;
  private readonly curious: (() => void)[] = [];
  /** Why it is not bound, for people. */
  problem: string | null = null;

  constructor(
    readonly role: Role,
    private readonly settings: SmppSettings,
    private readonly times: SmppTimes,
    private readonly listener: LinkListener,
  ) {
    this.connect();
  }

  get isBound(): boolean {
    return this.bound;
  }

  get pending(): number {
    return this.session?.pending ?? 0;
  }

  /** Resolves as soon as it is known whether it can be bound. */
  settled(): Promise<void> {
    if (this.bound || this.problem !== null || this.closed) return Promise.resolve();
    return new Promise((resolve) => this.curious.push(resolve));
  }

  /**
   * Only while it is bound.
   *
   * @param late told of an answer that comes after all
   * @throws Unanswered, NotSaid
   */
  request(
    command: string,
    fields?: object,
    late?: (answer: SmppAnswer) => void,
  ): Promise<SmppAnswer> {
    if (!this.session) return Promise.reject(new NotSaid('There is no connection'));
    return this.session.request(command, fields, late);
  }

  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.retry);
    this.connecting?.destroy();
    const { session } = this;
    if (!this.bound) return session?.destroy('closed');
    this.bound = false;
    await session?.close();
  }

  private connect(): void {
    const { host, port, tls, trustedCertificates } = this.settings;
    const ca = trustedCertificates ? [...rootCertificates, trustedCertificates] : undefined;
    const socket = tls
      ? connectTls({ host, port, servername: /[a-z]/i.test(host) ? host : '', ca })
      : connectTcp({ host, port });
    this.connecting = socket;
    let problem = 'It does not take connections';
    const timer = setTimeout(
      () => socket.destroy(new Error('It did not answer in time')),
      this.times.answerMs,
    );
    const failed = () => {
      clearTimeout(timer);
      this.connecting = null;
      this.lost(problem);
    };
    socket.on('error', (error) => (problem = error.message));
    socket.once('close', failed);
    socket.once(tls ? 'secureConnect' : 'connect', () => {
      clearTimeout(timer);
      socket.off('close', failed);
      this.connecting = null;
      void this.bind(socket);
    });
  }

  private async bind(socket: Socket): Promise<void> {
    const session = new SmppSession(socket, this.times, {
      delivered: (pdu) => this.listener.delivered(pdu),
      closed: (problem) => {
        if (this.session !== session) return;
        this.session = null;
        this.lost(this.problem ?? problem);
      },
    });
    this.session = session;
    this.problem = null;
    const { systemId, password, systemType } = this.settings;
    const answer = await session
      .request(`bind_${this.role}`, {
        system_id: systemId,
        password: password ?? '',
        system_type: systemType ?? '',
        interface_version: VERSION_3_4,
      })
      // The session tells of its end by itself.
      .catch(() => null);
    if (this.session !== session) return;
    if (answer?.status !== STATUS.ok) {
      this.problem = answer ? `It refused us: ${statusName(answer.status)}` : 'It did not answer';
      session.destroy(this.problem);
      return;
    }
    this.bound = true;
    this.losses = 0;
    this.settle();
    this.listener.changed();
  }

  private lost(problem: string): void {
    const wasBound = this.bound;
    this.bound = false;
    this.problem = problem;
    this.settle();
    if (this.closed) return;
    this.retry = setTimeout(() => this.connect(), this.times.reconnectMs(++this.losses));
    if (wasBound) this.listener.changed();
  }
  private settle(): void {
    for (const resolve of this.curious.splice(0)) resolve();
  }
}
