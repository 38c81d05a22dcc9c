import { SipSettings } from '@belltower/dto';
import { Opening, Places } from './connection';
import { wordsForProblem } from './connection-problem';
import { Identity } from './identity';
import { StreamTransport } from './stream-transport';
import { ownAddressTowards, UdpTransport } from './udp-transport';

/** Finds the trunk and opens the way to it. @throws with a sentence for people */
export async function openConnection(
  settings: SipSettings,
  identity: Identity,
  places: Places,
): Promise<Opening> {
  const targets = await places.find(identity.firstHop);
  const [first] = targets;
  if (!first) throw new Error(`The name ${identity.firstHop.host} is unknown.`);
  const publicHost = settings.publicAddress || (await ownAddressTowards(first.host));
  if (settings.transport === 'udp')
    return {
      transport: await UdpTransport.open(publicHost),
      // Connects only when something is too long for a datagram.
      large: new StreamTransport({ kind: 'tcp', publicHost }),
      targets,
    };
  const { transport: kind, trustedCertificates } = settings;
  const transport = new StreamTransport({
    kind,
    publicHost,
    ...(trustedCertificates ? { certificates: trustedCertificates } : {}),
  });
  const problems: string[] = [];
  for (const target of targets) {
    try {
      await transport.ready(target);
      return { transport, targets: [target, ...targets.filter((other) => other !== target)] };
    } catch (error) {
      problems.push(
        `No connection to ${target.host}:${target.port}: ${wordsForProblem(error as Error, target)}`,
      );
    }
  }
  await transport.close();
  throw new Error(problems.join(' '));
}
