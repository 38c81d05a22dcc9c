import { SwitchNode } from './switch-node';

/** The switches of a gateway: which takes the next call, and what waits until it is known which can be reached. */
export class SwitchNodes {
  private waiting: (() => void)[] = [];
  private nobodyWaits = false;

  constructor(readonly all: readonly SwitchNode[]) {}

  /** The switch that takes the next call: one whose gateway is there, with the most sessions free. */
  roomiest(): SwitchNode | undefined {
    const up = this.all.filter((node) => node.isUp);
    const usable = up.filter((node) => node.gateway?.up !== false);
    return (usable.length ? usable : up).reduce<SwitchNode | undefined>(
      (best, node) => (best && best.freeSessions >= node.freeSessions ? best : node),
      undefined,
    );
  }

  /** Runs at once where it is known which switches can be reached, else when one can, or none. */
  whenSettled(run: () => void): void {
    if (this.nobodyWaits || this.isSettled()) return run();
    this.waiting.push(run);
  }

  /** To be told whenever a switch has come up or gone down. */
  settle(): void {
    if (this.isSettled()) this.proceed();
  }

  /** From now on nothing waits any more; what does already goes on with {@link close}. */
  waitNoMore(): void {
    this.nobodyWaits = true;
  }

  close(): void {
    this.waitNoMore();
    for (const node of this.all) node.close();
    this.proceed();
  }

  private isSettled(): boolean {
    return this.all.some(({ isUp }) => isUp) || !this.all.some(({ isPending }) => isPending);
  }

  private proceed(): void {
    const { waiting } = this;
    this.waiting = [];
    for (const run of waiting) run();
  }
}
