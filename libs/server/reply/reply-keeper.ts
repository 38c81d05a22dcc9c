import { Account } from '@belltower/auth';
import { Clock, Notifications } from '@belltower/core';
import { Channel, meaningOfReply, REPLY_WORDS, ReplyMeaning } from '@belltower/dto';
import { MessageReceiver, undialled } from '@belltower/gateway';
import type { Reply as ReplyHeard } from '@belltower/messaging';
import { OptOuts } from '@belltower/suppression';
import { Inject, Injectable, Logger, OnModuleInit } from '@nestjs/common';
import { DataSource, EntityManager } from 'typeorm';
import { Addressee, addresseeOf, writtenOver } from './addressee';
import { StopConfirmations } from './stop-confirmations';

/** More of a text than anybody types on a phone. */
const LONGEST_TEXT = 5_000;
/** Of numbers, names and ids. */
const LONGEST_NAME = 200;

/** A reply as it is kept. */
interface Kept extends Addressee {
  gatewayId: number;
  externalId: string;
  number: string;
  sentTo: string;
  text: string;
  meaning: ReplyMeaning | null;
}

/** Keeps what people send to us, and does at once what it asks for: to be left alone, or to be written to again. */
@Injectable()
export class ReplyKeeper implements OnModuleInit {
  private readonly logger = new Logger(ReplyKeeper.name);

  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(MessageReceiver) private readonly receiver: MessageReceiver,
    @Inject(OptOuts) private readonly optOuts: OptOuts,
    @Inject(StopConfirmations) private readonly confirmations: StopConfirmations,
    @Inject(Notifications) private readonly notifications: Notifications,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.receiver.register('reply', (gatewayId, reply) => this.keep(gatewayId, reply));
  }

  /** Resolves once it is committed. The same reply, told again, changes nothing. */
  async keep(gatewayId: number, heard: ReplyHeard): Promise<void> {
    const from = storable(heard.from, LONGEST_NAME);
    const sentTo = storable(heard.to, LONGEST_NAME);
    const gateway = await writtenOver(this.database, gatewayId);
    const numbers = gateway ? undialled(gateway, from) : [];
    const addressee = gateway && (await addresseeOf(this.database, gateway, numbers, sentTo));
    if (!addressee) {
      // Whose it is nobody knows, so nobody may read it either.
      this.logger.warn(`a reply over gateway ${gatewayId} belongs to no account and is not kept`);
      return;
    }
    const text = storable(heard.text, LONGEST_TEXT);
    const stopped = await this.database.transaction(async (db) =>
      this.write(db, {
        ...addressee,
        gatewayId,
        externalId: storable(heard.id, LONGEST_NAME),
        number: addressee.number ?? numbers[0] ?? from,
        sentTo,
        text,
        // Nobody can be written to at a short code or a name, and so not be left alone either.
        meaning: numbers.length ? await this.meaningOf(db, addressee.accountId, text) : null,
      }),
    );
    if (stopped) this.confirmations.confirm(stopped);
  }

  /** Answers which reply is to be confirmed, if it is one that stops messages to somebody who could get them so far. */
  private async write(
    db: EntityManager,
    kept: Kept,
  ): Promise<{ accountId: number; id: number } | null> {
    const { accountId, gatewayId, externalId, number, sentTo, text, meaning } = kept;
    const now = this.clock.now();
    const [written] = await db.query<{ id: number }[]>(
      `insert into reply (account_id, received_at, gateway_id, external_id, number, sent_to, text, meaning,
                          campaign_id, contact_id, message_id)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
       on conflict (account_id, gateway_id, external_id) do nothing returning id`,
      [
        ...[accountId, now, gatewayId, externalId, number, sentTo, text, meaning],
        ...[kept.campaignId, kept.contactId, kept.messageId],
      ],
    );
    if (!written) return null;
    const stopped = await this.obey(db, kept);
    await this.notifications.publish(db, { accountId, topic: 'reply', id: written.id });
    return stopped ? { accountId, id: written.id } : null;
  }

  /** Does what the reply asks for; answers whether it has stopped messages. */
  private async obey(db: EntityManager, kept: Kept): Promise<boolean> {
    const { accountId, number, meaning, campaignId } = kept;
    if (!meaning) return false;
    const source = `reply ${meaning === ReplyMeaning.Stop ? 'STOP' : 'START'}`;
    const fact = {
      ...{ accountId, number, channel: Channel.Sms, source },
      campaignId: campaignId ?? undefined,
    };
    const changed =
      meaning === ReplyMeaning.Stop
        ? await this.optOuts.recordOnce(db, fact)
        : await this.optOuts.withdraw(db, fact);
    if (changed) await this.notifications.publish(db, { accountId, topic: 'suppression' });
    return changed && meaning === ReplyMeaning.Stop;
  }

  private async meaningOf(
    db: EntityManager,
    accountId: number,
    text: string,
  ): Promise<ReplyMeaning | null> {
    const { stopWords, startWords } = await db
      .getRepository(Account)
      .findOneByOrFail({ id: accountId });
    return meaningOfReply(text, {
      stop: [...REPLY_WORDS.stop, ...stopWords],
      start: [...REPLY_WORDS.start, ...startWords],
    });
  }
}

/** What PostgreSQL can keep of a text that came from anywhere. */
function storable(text: string, longest: number): string {
  return text.replaceAll('\0', '').slice(0, longest);
}
