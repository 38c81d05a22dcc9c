import { Channel } from '@belltower/dto';
import { Inject, Injectable } from '@nestjs/common';
import { merge, Observable } from 'rxjs';
import { AttemptOver } from './attempt-over';
import { CallRecovery } from './call-recovery';
import { Caller } from './caller';
import { ClaimedCall } from './claim';
import { Clerk } from './clerk';
import { MessageClerk } from './message-clerk';
import { MessageRecovery } from './message-recovery';
import { Placer } from './placer';
import { Recovery } from './recovery';
import { Scribe } from './scribe';
import { Texter } from './texter';

/** What is different about the attempts of one channel: all else in the engine makes no difference between them. */
interface Branch {
  placer: Placer;
  scribe: Pick<Scribe<never>, 'written' | 'drained'>;
  recovery: Recovery;
}

/** Calls. */
@Injectable()
export class VoiceBranch implements Branch {
  constructor(
    @Inject(Caller) readonly placer: Caller,
    @Inject(Clerk) readonly scribe: Clerk,
    @Inject(CallRecovery) readonly recovery: CallRecovery,
  ) {}
}

/** Messages. */
@Injectable()
export class SmsBranch implements Branch {
  constructor(
    @Inject(Texter) readonly placer: Texter,
    @Inject(MessageClerk) readonly scribe: MessageClerk,
    @Inject(MessageRecovery) readonly recovery: MessageRecovery,
  ) {}
}

/** The two kinds of attempts. */
@Injectable()
export class Branches {
  /** Attempts of either channel whose end is in the database now. */
  readonly written: Observable<readonly AttemptOver[]>;
  private readonly all: Readonly<Record<Channel, Branch>>;

  constructor(@Inject(VoiceBranch) voice: VoiceBranch, @Inject(SmsBranch) sms: SmsBranch) {
    this.all = { [Channel.Voice]: voice, [Channel.Sms]: sms };
    this.written = merge(voice.scribe.written, sms.scribe.written);
  }

  placerOf({ channel }: Pick<ClaimedCall, 'channel'>): Placer {
    return this.all[channel].placer;
  }

  recoveryOf({ channel }: Pick<ClaimedCall, 'channel'>): Recovery {
    return this.all[channel].recovery;
  }

  /** Resolves when every attempt that is over is with whoever writes it. */
  async handedIn(): Promise<void> {
    await Promise.all(Object.values(this.all).map(({ placer }) => placer.handedIn()));
  }

  /** Resolves when everything that is over has been written. */
  async drained(): Promise<void> {
    await Promise.all(Object.values(this.all).map(({ scribe }) => scribe.drained()));
  }
}
