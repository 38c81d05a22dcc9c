import { Speech } from './speech';

/** Sounds that have been made, as many as fit: whichever was not asked for the longest goes first. */
export class KeptSpeeches {
  private readonly kept = new Map<string, Speech>();
  private bytes = 0;

  constructor(private readonly mostBytes: number) {}

  find(name: string): Speech | undefined {
    const speech = this.kept.get(name);
    if (!speech) return undefined;
    // The order of a map is that in which names came.
    this.kept.delete(name);
    this.kept.set(name, speech);
    return speech;
  }

  keep(name: string, speech: Speech): void {
    this.drop(name);
    this.kept.set(name, speech);
    this.bytes += sizeOf(speech);
    for (const [oldest] of this.kept) {
      if (this.bytes <= this.mostBytes || oldest === name) break;
      this.drop(oldest);
    }
  }

  drop(name: string): void {
    const speech = this.kept.get(name);
    if (!speech) return;
    this.kept.delete(name);
    this.bytes -= sizeOf(speech);
  }
}

function sizeOf({ pcmu, pcma }: Speech): number {
  return pcmu.length + pcma.length;
}
