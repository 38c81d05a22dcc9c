import { computed, signal } from '@angular/core';
import { ApiProblem } from '@belltower/ui';

/** One upload at a time: what is under way, how far it is, and why it failed. */
export class AudioUploading {
  /** Name of the file; null while nothing is under way. */
  readonly file = signal<string | null>(null);
  readonly percent = signal(0);
  readonly problem = signal('');
  /** Once all of it is there, the server still has to convert it. */
  readonly isConverting = computed(() => this.file() !== null && this.percent() >= 100);

  /** What `send` answers; null where it failed, which {@link problem} then tells, or another is under way. */
  async run<T>(
    file: File,
    send: (progressed: (part: number) => void) => Promise<T>,
  ): Promise<T | null> {
    if (this.file() !== null) return null;
    this.problem.set('');
    this.percent.set(0);
    this.file.set(file.name);
    try {
      return await send((part) => this.percent.set(100 * part));
    } catch (thrown) {
      this.problem.set(`${file.name}: ${ApiProblem.of(thrown).message}`);
      return null;
    } finally {
      this.file.set(null);
    }
  }
}
