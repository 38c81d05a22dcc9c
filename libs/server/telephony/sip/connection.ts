import { SipSettings } from '@belltower/dto';
import { HostPort, SipUri } from './address';
import { Endpoint, EndpointListener } from './endpoint';
import { exchange } from './exchange';
import { Identity } from './identity';
import { newTag } from './in-dialog';
import { Trunk } from './invitation';
import { HealthAnswer, isThere } from './health';
import { Journal } from './journal';
import { Headers, SipRequest } from './message';
import { Reachability } from './reachability';
import { Registration } from './registration';
import { Timer, Timers } from '../timers';
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
  journal?: Journal;
}

const FIND_AGAIN_MS = 60_000;
const HEALTH_MS = 5_000;
/** How often each of several servers is asked whether it is there, so that calls go to one that is. */
const PROBE_MS = 30_000;
/** How long the others are waited for when the first of them has answered. */
const GRACE_MS = 500;
const KEEP_ALIVE_MS = 25_000;

/** An open way to a trunk: its transactions, its registration, and which of its targets are worth trying. */
export class Connection implements Trunk {
  readonly endpoint: Endpoint;
  readonly identity: Identity;
  readonly codecs: Trunk['codecs'];
  readonly journal?: Journal;
  readonly registration?: Registration;
  private found: readonly Target[];
  private readonly reachability: Reachability;
  private again?: Timer;
  private probe?: Timer;
  private alive?: Timer;
  private closed = false;

  constructor(private readonly options: ConnectionOptions) {
    const { settings, identity, timers, opening, listener } = options;
    this.identity = identity;
    this.codecs = settings.codecs;
    this.journal = options.journal;
    this.found = opening.targets;
    this.reachability = new Reachability(timers);
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

  /**
   * `ready` is told when calls can be placed: at once, or when it is known which of several servers are there, and when
   * the first registration has succeeded or failed.
   */
  start(ready: () => void): void {
    if (!this.options.places.direct(this.identity.firstHop)) this.findAgain();
    const register = () => {
      if (!this.registration) return ready();
      this.keepAlive();
      this.registration.refresh(ready);
    };
    if (!this.options.settings.askOptions || this.found.length < 2) return register();
    let begun = false;
    this.probeTargets(() => {
      if (!begun) register();
      begun = true;
    });
  }

  /** Targets in the order of DNS, those that were silent last. */
  targets(): readonly Target[] {
    return this.reachability.order(this.found);
  }

  locate(uri: SipUri, found: (targets: readonly Target[]) => void): void {
    const { places } = this.options;
    const direct = places.direct(uri);
    if (direct) return found(direct);
    // A name that cannot be found is no target; whoever asks knows another.
    places.find(uri).then(found, () => found([]));
  }

  silent(target: Target): void {
    this.reachability.silent(target);
  }

  wait(target: Target, seconds: number): void {
    this.reachability.wait(target, seconds);
  }

  /** Whether the trunk, with all of its servers, has asked to be left alone for now (Retry-After). */
  get backingOff(): boolean {
    return this.reachability.allWait(this.found);
  }

  /**
   * Asks every server at once whether it is there (OPTIONS, RFC 3261 §11); told once, within seconds, in their order.
   * `heard` is told of each as soon as it is known.
   */
  health(
    done: (answers: readonly HealthAnswer[]) => void,
    heard: (answer: HealthAnswer) => void = () => undefined,
  ): void {
    const asked = [...this.found];
    const answers = new Map<Target, HealthAnswer>();
    for (const target of asked)
      this.ask(target, (answer) => {
        if (isThere(answer)) this.reachability.answered(target);
        else this.reachability.silent(target);
        answers.set(target, answer);
        heard(answer);
        if (answers.size === asked.length) done(asked.map((each) => answers.get(each)!));
      });
  }

  private ask(target: Target, done: (answer: HealthAnswer) => void): void {
    const { timers } = this.endpoint;
    const begun = timers.now();
    let told = false;
    const tell = (outcome: HealthAnswer['outcome']) => {
      if (told) return;
      told = true;
      patience.cancel();
      done({ target, outcome, milliseconds: timers.now() - begun });
    };
    const patience = timers.after(HEALTH_MS, () => tell({ response: null, why: 'timeout' }));
    exchange(this.optionsRequest(), {
      endpoint: this.endpoint,
      targets: [target],
      credentials: this.identity.credentials,
      done: tell,
    });
  }

  /** Asks all servers, now and ever again; `ready` is told when it is known to which calls can go. */
  private probeTargets(ready: () => void): void {
    const { timers } = this.endpoint;
    const heard = new Set<Target>();
    const [first] = this.found;
    let grace: Timer | undefined;
    this.health(
      () => {
        grace?.cancel();
        ready();
        if (this.closed) return;
        this.probe = timers.after(PROBE_MS, () => this.probeTargets(() => undefined));
      },
      (answer) => {
        heard.add(answer.target);
        if (!isThere(answer)) return;
        if (answer.target === first) ready();
        // The others are not waited for long; whoever answers later is known again from then on.
        grace ??= timers.after(GRACE_MS, () => {
          for (const target of this.found) if (!heard.has(target)) this.silent(target);
          ready();
        });
      },
    );
  }

  /** Takes back the registration, without waiting longer than a moment, and frees everything. */
  async close(): Promise<void> {
    this.closed = true;
    this.again?.cancel();
    this.probe?.cancel();
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
