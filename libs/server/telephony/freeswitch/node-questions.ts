import { SoundFile } from './channel-sound';
import { Word } from './command';
import { exists, fileExists } from './commands';
import { NodeFindings } from './health';
import { SwitchNode } from './switch-node';

/** Whether this switch has such a call; null where it cannot be asked. */
export function askExists(
  node: SwitchNode,
  id: string,
): Promise<{ id: string; lives: boolean | null }> {
  return new Promise((resolve) => {
    // No call that was ever placed has such an id.
    if (!Word.isSafe('uuid', id)) return resolve({ id, lives: false });
    node.send(exists(Word.of('uuid', id)), (reply) =>
      resolve({ id, lives: typeof reply === 'object' ? reply.text === 'true' : null }),
    );
  });
}

/** What a check finds out of this switch; `probe` is a sound that it should see. */
export async function findingsOf(node: SwitchNode, probe: SoundFile | null): Promise<NodeFindings> {
  await new Promise<void>((done) => node.refresh(done));
  const seesSounds = await new Promise<boolean>((resolve) => {
    if (!probe) return resolve(false);
    node.send(fileExists(probe.path), (reply) =>
      resolve(typeof reply === 'object' && reply.text === 'true'),
    );
  });
  const { place, version, gateway, load } = node;
  return { place, why: node.isUp ? null : node.why, version, gateway, sessions: load, seesSounds };
}
