import { Queryable } from '@belltower/core';
import { Injectable } from '@nestjs/common';

/** A campaign that plays a recording and may still call. */
export interface AudioUse {
  audioId: number;
  campaignId: number;
  campaignName: string;
}

/** Something whose rows name recordings of the account. */
export interface AudioUser {
  /** Who plays these recordings and may still call: that keeps a recording from being deleted. */
  uses(db: Queryable, accountId: number, audioIds: readonly number[]): Promise<AudioUse[]>;

  /** Takes a recording that is about to be deleted out of whatever names it without a use of it. */
  forget(db: Queryable, accountId: number, audioId: number): Promise<void>;
}

/** Who plays recordings. The module that names them registers itself, as recordings know nothing of what stands above them. */
@Injectable()
export class AudioUses {
  private readonly users: AudioUser[] = [];

  register(user: AudioUser): void {
    this.users.push(user);
  }

  async of(db: Queryable, accountId: number, audioIds: readonly number[]): Promise<AudioUse[]> {
    if (!audioIds.length) return [];
    const uses = await Promise.all(this.users.map((user) => user.uses(db, accountId, audioIds)));
    return uses.flat();
  }

  async forget(db: Queryable, accountId: number, audioId: number): Promise<void> {
    for (const user of this.users) await user.forget(db, accountId, audioId);
  }
}
