import { Timers } from '../../timers';
import { OpenWire, Wire, WireListener } from '../wire';
import { FakeSwitch, SwitchSession, SwitchSide } from './fake-switch';

/**
 * Wires to a fake switch without a network: they open in the next moment, and what is sent arrives at once, in order,
 * never in the middle of something else.
 */
export class LoopWires {
  private readonly queue: (() => void)[] = [];
  private delivering = false;

  constructor(private readonly timers: Timers) {}

  to(fake: FakeSwitch): OpenWire {
    return (listener) => this.open(fake, listener);
  }

  private open(fake: FakeSwitch, listener: WireListener): Wire {
    let open = true;
    let session: SwitchSession | null = null;
    const close = (why: string) => {
      if (!open) return;
      open = false;
      listener.closed(why);
    };
    const side: SwitchSide = {
      send: (bytes) => this.deliver(() => open && listener.received(bytes)),
      close: () => this.deliver(() => close('the connection has ended')),
    };
    const connecting = this.timers.after(0, () => {
      if (fake.down) close('connect ECONNREFUSED');
      else this.deliver(() => (session = fake.connect(side)));
    });
    return {
      send: (text) => this.deliver(() => open && session?.receive(text)),
      close: () => {
        open = false;
        connecting.cancel();
        fake.left(side);
      },
    };
  }

  private deliver(run: () => void): void {
    this.queue.push(run);
    if (this.delivering) return;
    this.delivering = true;
    for (let next = this.queue.shift(); next; next = this.queue.shift()) next();
    this.delivering = false;
  }
}
