import { GatewayStatus } from '@belltower/dto';
import { GatewayHealth } from '../telephony';
import { AriResponse } from './ari';
import { trunkOf } from './endpoint';
import { SwitchNode } from './switch-node';

interface Finding {
  usable: boolean;
  words: string;
}

/** Whether calls can be placed: by one of the switches at least. What is wrong with the others is said as well. */
export async function healthOf(
  nodes: readonly SwitchNode[],
  endpoint: string,
): Promise<GatewayHealth> {
  const findings = await Promise.all(nodes.map((node) => findingOf(node, endpoint)));
  return {
    status: findings.some(({ usable }) => usable) ? GatewayStatus.Up : GatewayStatus.Down,
    detail: findings.map(({ words }) => words).join(' '),
  };
}

async function findingOf(node: SwitchNode, endpoint: string): Promise<Finding> {
  try {
    const info = await node.request({ method: 'GET', path: ['asterisk', 'info'] });
    const problem = problemOf(node, info);
    if (problem) return { usable: false, words: problem };
    const name = `Asterisk ${versionIn(info.body)} at ${node.place}`.replace('  ', ' ');
    const trunk = trunkOf(endpoint);
    if (!trunk) return { usable: true, words: `${name} answers.` };
    const path = ['endpoints', trunk.technology, trunk.name];
    const state = await node.request({ method: 'GET', path });
    return trunkFinding(name, trunk.name, state);
  } catch (error) {
    // Nothing answers there: the error says so in a sentence.
    return { usable: false, words: (error as Error).message };
  }
}

function problemOf(node: SwitchNode, { status }: AriResponse): string | null {
  const { place } = node;
  if (status === 401) return `${place} does not accept the user and password.`;
  if (status === 403) return `${place} lets this user only read: calls need read_only=no.`;
  if (status === 404)
    return `${place} answers, but not as ARI: is it enabled, and the prefix right?`;
  if (status !== 200) return `${place} answered ${status} to a question about itself.`;
  return node.state === 'up' ? null : node.why || `${place} does not open a connection for events.`;
}

function trunkFinding(name: string, trunk: string, { status, body }: AriResponse): Finding {
  if (status === 404) return { usable: false, words: `${name} knows no endpoint “${trunk}”.` };
  const state = textIn(body, 'state');
  if (state === 'offline') return { usable: false, words: `${name}: “${trunk}” is offline.` };
  // A trunk that is never asked whether it is there (qualify_frequency) has no state.
  if (state === 'online') return { usable: true, words: `${name}: “${trunk}” is online.` };
  return { usable: true, words: `${name} answers; it does not ask whether “${trunk}” is there.` };
}

function versionIn(body: unknown): string {
  return textIn((body as { system?: unknown } | undefined)?.system, 'version');
}

function textIn(body: unknown, name: string): string {
  const value = (body as Record<string, unknown> | null | undefined)?.[name];
  return typeof value === 'string' ? value : '';
}
