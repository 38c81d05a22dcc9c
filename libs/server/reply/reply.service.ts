import { Principal } from '@belltower/auth';
import {
  Clock,
  containing,
  Invalid,
  keysetPage,
  KeysetSorts,
  NotFound,
  QueryPipe,
  validationPipe,
} from '@belltower/core';
import {
  Page,
  PageQuery,
  RepliesMeant,
  ReplyQuery,
  ReplyReadInput,
  ReplyView,
} from '@belltower/dto';
import { filterNumber } from '@belltower/phone-number';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, SelectQueryBuilder } from 'typeorm';
import { Reply } from './reply.entity';

const SORTS: KeysetSorts = {
  columns: { receivedAt: { expression: 'reply.received_at', type: 'timestamptz' } },
  fallback: '-receivedAt',
  id: 'reply.id',
};

/** More unread replies than this are not counted. */
const MOST_UNREAD = 99;

const MARKED_AT_ONCE = 5_000;

/** What narrows replies, wherever they are shown. */
export type ReplyFilters = Omit<ReplyQuery, keyof PageQuery>;
/** A reply with what it belongs to by name, as far as that is still there. */
export type NamedReply = Reply & Pick<ReplyView, 'contactName' | 'campaignName'>;

/** What people have sent to an account. */
@Injectable()
export class ReplyService {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async list({ accountId }: Principal, query: ReplyQuery): Promise<Page<NamedReply>> {
    const page = await keysetPage(this.matching(accountId, query), query, SORTS);
    return { ...page, items: await this.named(accountId, page.items) };
  }

  /** @throws NotFound `reply.not-found` */
  async get({ accountId }: Principal, id: number): Promise<NamedReply> {
    const reply = await this.database.getRepository(Reply).findOneBy({ accountId, id });
    if (!reply) throw new NotFound('reply.not-found', 'There is no such reply.');
    const [named] = await this.named(accountId, [reply]);
    return named!;
  }

  /** How many nobody has marked as read; {@link MOST_UNREAD} stands for more, too. */
  async unread({ accountId }: Principal): Promise<number> {
    const [{ unread }] = await this.database.query<[{ unread: number }]>(
      `select count(*) as unread from (
         select from reply where account_id = $1 and read_at is null limit ${MOST_UNREAD}) as found`,
      [accountId],
    );
    return unread;
  }

  /**
   * Marks replies as read or unread, and answers how many have changed.
   * @throws Invalid `reply.nothing-chosen` where it names neither ids nor filters, or both
   */
  async mark({ accountId }: Principal, { ids, matching, read }: ReplyReadInput): Promise<number> {
    if (!!ids === !!matching)
      throw new Invalid('reply.nothing-chosen', 'Name the replies by “ids” or by “matching”.');
    if (ids) return this.markSome(accountId, ids, read);
    const filters = { ...(await filtersOf(matching!)), unread: read };
    let affected = 0;
    for (let more = -1; more !== 0; affected += more) {
      const some = await this.matching(accountId, filters)
        .select('reply.id', 'id')
        .limit(MARKED_AT_ONCE)
        .getRawMany<{ id: number }>();
      more = await this.markSome(
        accountId,
        some.map(({ id }) => id),
        read,
      );
    }
    return affected;
  }

  /** The account's replies that match, as a query named `reply`. */
  matching(accountId: number, query: ReplyFilters): SelectQueryBuilder<Reply> {
    const { number, text, meaning, campaignId, gatewayId, unread, from, until } = query;
    const replies = this.database
      .createQueryBuilder(Reply, 'reply')
      .where('reply.account_id = :accountId', { accountId });
    if (number) filterNumber(replies, 'reply.number', number);
    if (text) replies.andWhere('reply.text ilike :words', { words: containing(text) });
    if (meaning === RepliesMeant.Other) replies.andWhere('reply.meaning is null');
    else if (meaning) replies.andWhere('reply.meaning = :meaning', { meaning });
    if (campaignId) replies.andWhere('reply.campaign_id = :campaignId', { campaignId });
    if (gatewayId) replies.andWhere('reply.gateway_id = :gatewayId', { gatewayId });
    if (unread !== undefined) replies.andWhere(`reply.read_at is ${unread ? '' : 'not '}null`);
    if (from) replies.andWhere('reply.received_at >= :from', { from });
    if (until) replies.andWhere('reply.received_at < :until', { until });
    return replies;
  }

  private async markSome(
    accountId: number,
    ids: readonly number[],
    read: boolean,
  ): Promise<number> {
    const [, affected] = await this.database.query<[unknown[], number]>(
      `update reply set read_at = $3
        where account_id = $1 and id = any ($2) and (read_at is null) = $4`,
      [accountId, ids, read ? this.clock.now() : null, read],
    );
    return affected;
  }

  private async named(accountId: number, replies: readonly Reply[]): Promise<NamedReply[]> {
    const names = await this.database.query<(Pick<NamedReply, 'id'> & Names)[]>(
      `select reply.id, ${CONTACT_NAME} as "contactName", ${CAMPAIGN_NAME} as "campaignName",
              ${CONTACT_THERE} as "isThere"
         from reply where reply.account_id = $1 and reply.id = any ($2)`,
      [accountId, replies.map(({ id }) => id)],
    );
    const byId = new Map(names.map(({ id, ...rest }) => [id, rest]));
    return replies.map((reply) => {
      const { contactName = null, campaignName = null, isThere } = byId.get(reply.id) ?? {};
      const contactId = isThere ? reply.contactId : null;
      return { ...reply, contactName, campaignName, contactId };
    });
  }
}

const QUERY = { type: 'query', metatype: ReplyQuery } as const;

/** Filters are those of the query string, and are held to its rules. */
async function filtersOf(matching: Record<string, string>): Promise<ReplyFilters> {
  const typed: unknown = new QueryPipe().transform(matching, QUERY);
  return (await validationPipe().transform(typed, QUERY)) as ReplyQuery;
}

interface Names {
  contactName: string | null;
  campaignName: string | null;
  /** Whether the contact has not been deleted. */
  isThere: boolean;
}

const CONTACT = `contact where contact.account_id = reply.account_id and contact.id = reply.contact_id`;
const CONTACT_THERE = `exists (select from ${CONTACT})`;

/** The contact's name as it is now; null where there is none. */
export const CONTACT_NAME = `
  (select nullif(concat_ws(' ', first_name, last_name), '') from ${CONTACT})`;

/** The campaign's name as it is now. */
export const CAMPAIGN_NAME = `
  (select name from campaign where campaign.account_id = reply.account_id and campaign.id = reply.campaign_id)`;
