import { GatewayStatus } from '@belltower/dto';
import { canSay, SoundAbility, wordsForSound } from '../sound';
import { GatewayHealth } from '../telephony';
import { GatewayState } from './gateway-state';

/** What is known of one switch. */
export interface NodeFindings {
  place: string;
  /** Why it cannot be reached; null where it can. */
  why: string | null;
  version: string;
  /** Null where it has not told. */
  gateway: GatewayState | null;
  sessions: { used: number; most: number };
  /** Whether it finds a file that was put into the folder of sounds. */
  seesSounds: boolean;
}

export interface HealthFindings {
  gateway: string;
  nodes: readonly NodeFindings[];
  /** What stands in the way of writing sounds; null where nothing does. */
  folderProblem: string | null;
  /** The folder as the switches see it. */
  folder: string;
  sound: SoundAbility;
}

/** What is known of the switches and what they need, for the person who asked. */
export function healthOf(findings: HealthFindings): GatewayHealth {
  const { nodes, folderProblem, sound } = findings;
  const up = nodes.some((node) => isUsable(node)) && folderProblem === null && canSay(sound);
  const words = [
    ...nodes.map((node) => wordsFor(node, findings)),
    folderProblem === null ? null : `The folder of sounds cannot be written to: ${folderProblem}`,
    wordsForSound(sound),
  ];
  return {
    status: up ? GatewayStatus.Up : GatewayStatus.Down,
    detail: words.flatMap((text) => (text === null ? [] : [`${text}.`])).join(' '),
  };
}

function isUsable({ why, gateway, seesSounds }: NodeFindings): boolean {
  return why === null && gateway?.up === true && seesSounds;
}

function wordsFor(node: NodeFindings, { gateway, folder, folderProblem }: HealthFindings): string {
  const { place, why, version, sessions } = node;
  if (why !== null) return `${place} cannot be used: ${why}`;
  const state = node.gateway?.words ?? 'has not told how it is';
  const runs = version ? `runs FreeSWITCH ${version}` : 'is there';
  const room = `${sessions.used} of ${sessions.most} sessions in use`;
  const said = `${place} ${runs}, ${room}; its gateway ${gateway} ${state}`;
  if (node.seesSounds || folderProblem !== null) return said;
  return `${said}; it does not find the sounds that were put into ${folder}`;
}
