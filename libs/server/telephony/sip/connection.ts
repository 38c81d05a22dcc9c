import { SipSettings } from '@belltower/dto';
import { HostPort, SipUri } from './address';
import { Endpoint, EndpointListener } from './endpoint';
import { exchange, Outcome } from './exchange';
import { Identity } from './identity';
import { newTag } from './in-dialog';
import { Trunk } from './invitation';
import { Headers, SipRequest } from './message';
import { Registration } from './registration';
import { Timer, Timers } from './timers';
import { Target, Transport } from './transport';

/** What a connection is made of, once it is known where the trunk is. */
export interface Opening {
  transport: Transport;
  /** For requests that are too long for it. */
  large?: Transport;
  targets: readonly Target[];
}

/** Where names lead; specs answer at once. */
export interface Places {
  direct(place: HostPort): Target[] | undefined;
  find(place: HostPort): Promise<Target[]>;
}

export interface ConnectionOptions {
  settings: SipSettings;
  identity: Identity;
  timers: Timers;
  places: Places;
  opening: Opening;
  listener: EndpointListener;
}

const FIND_AGAIN_MS = 60_000;
/** How long a target that was silent is tried only after the others. */
const AVOID_MS = 30_000;
const HEALTH_MS = 5_000;
const KEEP_ALIVE_MS = 25_000;

/** An open way to a trunk: its transactions, its registration, and which of its targets are worth trying. */
export class Connection implements Trunk {
  readonly endpoint: Endpoint;
  readonly identity: Identity;
  readonly codecs: Trunk['codecs'];
  readonly registration?: Registration;
  private found: readonly Target[];
  private readonly avoided = new Map<string, number>();
  private quietUntil = -Infinity;
  private again?: Timer;
  private alive?: Timer;

  constructor(private readonly options: ConnectionOptions) {
    const { settings, identity, timers, opening, listener } = options;
    this.identity = identity;
    this.codecs = settings.codecs;
    this.found = opening.targets;
    this.endpoint = new Endpoint(opening.transport, timers, listener, opening.large);
    if (!settings.register) return;
    this.registration = new Registration({
      endpoint: this.endpoint,
      identity,
      targets: () => this.targets(),
      seconds: settings.registerSeconds,
    });
    // The registrar knows us by an address that is no more.
    opening.transport.moved = () => this.registration?.refresh();
  }

  /** `ready` is told when calls can be placed: at once, or when the first registration has succeeded or failed. */
  start(ready: () => void): void {
    if (!this.options.places.direct(this.identity.firstHop)) this.findAgain();
    if (!this.registration) return ready();
    this.keepAlive();
    this.registration.refresh(ready);
  }

  /** Targets in the order of DNS, those that were silent last. */
  targets(): readonly Target[] {
    const now = this.endpoint.timers.now();
    const avoid = (target: Target) => (this.avoided.get(keyOf(target)) ?? -Infinity) > now;
    return [...this.found].sort((one, other) => Number(avoid(one)) - Number(avoid(other)));
  }

  locate(uri: SipUri, found: (targets: readonly Target[]) => void): void {
    const { places } = this.options;
    const direct = places.direct(uri);
    if (direct) return found(direct);
    // A name that cannot be found is no target; whoever asks knows another.
    places.find(uri).then(found, () => found([]));
  }

  silent(target: Target): void {
    this.avoided.set(keyOf(target), this.endpoint.timers.now() + AVOID_MS);
  }

  backOff(seconds: number): void {
    this.quietUntil = this.endpoint.timers.now() + seconds * 1_000;
  }

  /** Whether the trunk has asked to be left alone for now (Retry-After). */
  get backingOff(): boolean {
    return this.endpoint.timers.now() < this.quietUntil;
  }

  /** Asks whether somebody is there (OPTIONS, RFC 3261 §11); told once, within seconds. */
  health(done: (outcome: Outcome, milliseconds: number) => void): void {
    const { timers } = this.endpoint;
    const begun = timers.now();
    let told = false;
    const tell = (outcome: Outcome) => {
      if (told) return;
      told = true;
      patience.cancel();
      done(outcome, timers.now() - begun);
    };
    const patience = timers.after(HEALTH_MS, () => tell({ response: null, why: 'timeout' }));
    exchange(this.optionsRequest(), {
      endpoint: this.endpoint,
      targets: this.targets(),
      credentials: this.identity.credentials,
      done: tell,
    });
  }

  /** Takes back the registration, without waiting longer than a moment, and frees everything. */
  async close(): Promise<void> {
    this.again?.cancel();
    this.alive?.cancel();
    const { timers, transport } = this.endpoint;
    if (this.registration) {
      const { registration } = this;
      await new Promise<void>((resolve) => {
        const impatience = timers.after(1_000, resolve);
        registration.stop(() => {
          impatience.cancel();
          resolve();
        });
      });
    }
    this.endpoint.close();
    await transport.close();
    await this.options.opening.large?.close();
  }

  private optionsRequest(): SipRequest {
    const { identity, endpoint } = this;
    const uri = identity.domainUri();
    const headers = new Headers();
    identity.addRoute(headers);
    headers
      .add('max-forwards', '70')
      .add('from', `<${identity.ownUri()}>;tag=${newTag()}`)
      .add('to', `<${uri}>`)
      .add('call-id', newTag() + newTag())
      .add('cseq', '1 OPTIONS')
      .add('contact', identity.contact(endpoint.transport.local()))
      .add('accept', 'application/sdp');
    return new SipRequest('OPTIONS', uri, headers);
  }

  /** A blank line now and then, so that routers keep the way back to us open (RFC 5626 §3.5.1). */
  private keepAlive(): void {
    const { timers, transport } = this.endpoint;
    this.alive = timers.after(KEEP_ALIVE_MS, () => {
      for (const target of this.targets().slice(0, 1))
        transport.send(Buffer.from('\r\n\r\n'), target, () => undefined);
      this.keepAlive();
    });
  }

  /** Names change their addresses; a name that cannot be found keeps those it had. */
  private findAgain(): void {
    const { places, timers } = this.options;
    this.again = timers.after(FIND_AGAIN_MS, () => {
      void places.find(this.identity.firstHop).then((found) => {
        if (found.length) this.found = found;
      });
      this.findAgain();
    });
  }
}

function keyOf({ host, port }: Target): string {
  return `${host}:${port}`;
}
