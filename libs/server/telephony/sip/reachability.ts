import { Timers } from '../timers';
import { Target } from './transport';

/** How long a target that was silent is tried only after the others. */
const AVOID_MS = 60_000;

/** Which of a trunk's targets are worth trying, by how they have behaved. */
export class Reachability {
  private readonly silentUntil = new Map<string, number>();
  private readonly waitUntil = new Map<string, number>();

  constructor(private readonly timers: Timers) {}

  /**
   * In the order in which to try them: as they stand, those that were silent last; one that wants to be left alone for
   * now only where all of them do.
   */
  order(targets: readonly Target[]): Target[] {
    const silent = (target: Target) => Number(this.holds(this.silentUntil, target));
    const free = targets.filter((target) => !this.holds(this.waitUntil, target));
    return [...(free.length ? free : targets)].sort((one, other) => silent(one) - silent(other));
  }

  /** Whether each of them has asked to be left alone for now. */
  allWait(targets: readonly Target[]): boolean {
    return targets.length > 0 && targets.every((target) => this.holds(this.waitUntil, target));
  }

  silent(target: Target): void {
    this.note(this.silentUntil, target, AVOID_MS);
  }

  answered(target: Target): void {
    this.silentUntil.delete(keyOf(target));
  }

  /** It has asked to be left alone for so long (Retry-After, RFC 3261 §20.33). */
  wait(target: Target, seconds: number): void {
    this.note(this.waitUntil, target, seconds * 1_000);
  }

  private note(until: Map<string, number>, target: Target, milliseconds: number): void {
    const now = this.timers.now();
    // Redirections may name any number of targets.
    for (const [key, at] of until) if (at <= now) until.delete(key);
    until.set(keyOf(target), now + milliseconds);
  }

  private holds(until: ReadonlyMap<string, number>, target: Target): boolean {
    return (until.get(keyOf(target)) ?? -Infinity) > this.timers.now();
  }
}

function keyOf({ host, port }: Target): string {
  return `${host}:${port}`;
}
