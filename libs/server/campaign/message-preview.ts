import { Principal } from '@belltower/auth';
import { Channel, MessagePreviewInput } from '@belltower/dto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { refuseUnknownReferences } from './campaign.references';
import { FilledText, messageCost } from './message-cost';

/** Fewer than for a forecast: it is asked while somebody types. */
const LOOKED_AT = 20_000;

interface Person {
  id: number;
  name: string | null;
  number: string;
}

/** What a text that is being written would be for real people. */
@Injectable()
export class MessagePreview {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  /**
   * The longest messages, and what all of them come to. Saves nothing.
   * @throws NotFound `campaign.reference-not-found`
   */
  async of({ accountId }: Principal, { message, phonebookIds }: MessagePreviewInput) {
    const channel = Channel.Sms;
    await refuseUnknownReferences(this.database, accountId, {
      ...{ phonebookIds, channel, gatewayIds: [], suppressionListIds: [] },
    });
    const { longest, ...counts } = await messageCost(
      this.database,
      message,
      { accountId, campaignId: null, channel, phonebookIds, allowedPrefixes: [] },
      LOOKED_AT,
    );
    return { ...counts, samples: await this.samples(accountId, longest) };
  }

  private async samples(accountId: number, longest: readonly FilledText[]) {
    const people = await this.database.query<Person[]>(
      `select id, number, nullif(concat_ws(' ', first_name, last_name), '') as name
         from contact where account_id = $1 and id = any($2)`,
      [accountId, longest.map(({ contactId }) => contactId)],
    );
    return longest.flatMap(({ contactId, values, text, size }) => {
      const person = people.find(({ id }) => id === contactId);
      if (!person) return [];
      const known = Object.entries(values).filter(([, value]) => value);
      return {
        ...{ contactId, contactName: person.name, number: person.number },
        values: Object.fromEntries(known) as Record<string, string>,
        ...{ text, encoding: size.encoding, segments: size.segments },
      };
    });
  }
}
