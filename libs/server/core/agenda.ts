/** Something to be done at a time; it can be taken off the agenda by marking it. */
export interface Appointment<T> {
  dueMs: number;
  what: T;
  cancelled: boolean;
}

/**
 * What is to happen, soonest first, for many thousands of appointments under one timer: a binary heap.
 * A timer of Node's for each of them costs more than all the rest of a simulated call.
 */
export class Agenda<T> {
  private readonly heap: Appointment<T>[] = [];

  get size(): number {
    return this.heap.length;
  }

  /** When the soonest is due, cancelled or not; infinite where there is none. */
  get nextMs(): number {
    return this.heap[0]?.dueMs ?? Infinity;
  }

  add(dueMs: number, what: T): Appointment<T> {
    const appointment = { dueMs, what, cancelled: false };
    let child = this.heap.push(appointment) - 1;
    while (child > 0) {
      const parent = (child - 1) >> 1;
      if (this.heap[parent]!.dueMs <= dueMs) break;
      this.heap[child] = this.heap[parent]!;
      child = parent;
    }
    this.heap[child] = appointment;
    return appointment;
  }

  /** Takes off the soonest appointment that is due, if there is one. */
  take(nowMs: number): Appointment<T> | undefined {
    while (this.heap.length && this.heap[0]!.dueMs <= nowMs) {
      const first = this.removeFirst();
      if (!first.cancelled) return first;
    }
    return undefined;
  }

  private removeFirst(): Appointment<T> {
    const first = this.heap[0]!;
    const last = this.heap.pop()!;
    if (this.heap.length) this.sink(last);
    return first;
  }

  private sink(last: Appointment<T>): void {
    const { heap } = this;
    let parent = 0;
    for (;;) {
      let child = 2 * parent + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && heap[child + 1]!.dueMs < heap[child]!.dueMs) child++;
      if (heap[child]!.dueMs >= last.dueMs) break;
      heap[parent] = heap[child]!;
      parent = child;
    }
    heap[parent] = last;
  }
}
