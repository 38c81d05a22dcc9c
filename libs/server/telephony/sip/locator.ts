import { lookup as systemLookup, resolveSrv as systemResolveSrv, SrvRecord } from 'node:dns';
import { isIP } from 'node:net';
import { HostPort } from './address';
import { Target, TransportKind } from './transport';

const PORT: Readonly<Record<TransportKind, number>> = { udp: 5060, tcp: 5060, tls: 5061 };
const SERVICE: Readonly<Record<TransportKind, string>> = {
  udp: '_sip._udp',
  tcp: '_sip._tcp',
  tls: '_sips._tcp',
};

/** The questions to DNS, which specs answer themselves. */
export interface NameService {
  /** IPv4 addresses; empty where there are none. */
  addresses(name: string): Promise<string[]>;
  services(name: string): Promise<SrvRecord[]>;
}

export const SYSTEM_NAMES: NameService = {
  addresses: (name) =>
    new Promise((resolve) =>
      systemLookup(name, { all: true, family: 4 }, (error, found) =>
        resolve(error ? [] : found.map(({ address }) => address)),
      ),
    ),
  services: (name) =>
    new Promise((resolve) => systemResolveSrv(name, (error, found) => resolve(error ? [] : found))),
};

/** Where a host takes SIP, the most wanted first (RFC 3263 §4.2); empty where its name is unknown. */
export class Locator {
  constructor(
    private readonly kind: TransportKind,
    private readonly names: NameService = SYSTEM_NAMES,
    private readonly random: () => number = Math.random,
  ) {}

  /** What needs no question: an IP address. Undefined for a name. */
  direct({ host, port }: HostPort): Target[] | undefined {
    return isIP(host) ? [this.target(host, port ?? PORT[this.kind], host)] : undefined;
  }

  async find({ host, port }: HostPort): Promise<Target[]> {
    const direct = this.direct({ host, port });
    if (direct) return direct;
    // A port is the customer's word against DNS: no SRV then (RFC 3263 §4.2).
    const services =
      port === undefined ? await this.names.services(`${SERVICE[this.kind]}.${host}`) : [];
    const places = services.length
      ? inOrder(services, this.random).map((record) => ({ host: record.name, port: record.port }))
      : [{ host, port: port ?? PORT[this.kind] }];
    const found = await Promise.all(
      places.map(async (place) =>
        (await this.names.addresses(place.host)).map((address) =>
          this.target(address, place.port, host),
        ),
      ),
    );
    return found.flat();
  }

  private target(address: string, port: number, serverName: string): Target {
    return { kind: this.kind, host: address, port, serverName };
  }
}

/** By priority, and within one at random by weight (RFC 2782). */
function inOrder(records: readonly SrvRecord[], random: () => number): SrvRecord[] {
  const left = [...records].sort((one, other) => one.priority - other.priority);
  const ordered: SrvRecord[] = [];
  while (left.length) {
    const rivals = left.filter(({ priority }) => priority === left[0]!.priority);
    let draw = random() * rivals.reduce((sum, { weight }) => sum + weight, 0);
    const chosen = rivals.find(({ weight }) => (draw -= weight) < 0) ?? rivals[0]!;
    ordered.push(...left.splice(left.indexOf(chosen), 1));
  }
  return ordered;
}
