import { BlockList, isIP } from 'node:net';

/** IPv4 that is not of the public internet, by IANA's registry of special-purpose addresses. */
const NOT_PUBLIC_4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
];
/** What of IPv6 is public at all, and within it: tunnels and documentation. */
const GLOBAL_6 = '2000::/3';
const NOT_PUBLIC_6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];

const notPublic4 = listOf(NOT_PUBLIC_4, 'ipv4');
const global6 = listOf([GLOBAL_6], 'ipv6');
const notPublic6 = listOf(NOT_PUBLIC_6, 'ipv6');

/**
 * Whether an IP address is one of the public internet: no address of this machine, of a private network, of the link, of
 * a cloud's metadata, no multicast. IPv4 within IPv6 is none: whoever is to be reached that way has an address of their own.
 */
export function isPublicAddress(address: string): boolean {
  // A zone says which link it is of.
  const version = address.includes('%') ? 0 : isIP(address);
  if (version === 4) return !notPublic4.check(address, 'ipv4');
  return version === 6 && global6.check(address, 'ipv6') && !notPublic6.check(address, 'ipv6');
}

function listOf(subnets: readonly string[], family: 'ipv4' | 'ipv6'): BlockList {
  const list = new BlockList();
  for (const subnet of subnets) {
    const [network, prefix] = subnet.split('/');
    list.addSubnet(network!, Number(prefix), family);
  }
  return list;
}
