import { Permission, Principal } from '@belltower/auth';
import { SubscriberExport } from '@belltower/campaign';
import { ContactDownload } from '@belltower/contact';
import { Listing, QueryPipe, validationPipe } from '@belltower/core';
import {
  CallQuery,
  ContactQuery,
  DailyQuery,
  Dto,
  ExportFormat,
  ExportKind,
  MessageDailyQuery,
  MessageQuery,
  ReplyQuery,
  SubscriberQuery,
  SuppressionQuery,
} from '@belltower/dto';
import { ReplyExport } from '@belltower/reply';
import {
  AttemptExport,
  CALL_EXPORT,
  DailyService,
  MESSAGE_EXPORT,
  MessageDailyService,
} from '@belltower/report';
import { ofAccount, SuppressionExport } from '@belltower/suppression';
import { Inject, Injectable } from '@nestjs/common';

type Account = Pick<Principal, 'accountId'>;

/** A list that can be exported. */
interface Source<Q extends object = object> {
  /** Who may read the list may have it as a file. */
  permission: Permission;
  /** Where it can be downloaded at once, below the API’s root and without the ending. */
  route: string;
  query: Dto<Q>;
  listing(account: Account, query: Q): Promise<Listing>;
}

const source = <Q extends object>(described: Source<Q>) => described as unknown as Source;

/** The lists that can be exported, each with the filters that it has on screen. */
@Injectable()
export class ExportSources {
  private readonly sources: Readonly<Record<ExportKind, Source>>;

  constructor(
    @Inject(AttemptExport) attempts: AttemptExport,
    @Inject(DailyService) daily: DailyService,
    @Inject(MessageDailyService) dailyMessages: MessageDailyService,
    @Inject(SubscriberExport) subscribers: SubscriberExport,
    @Inject(ContactDownload) contacts: ContactDownload,
    @Inject(SuppressionExport) numbers: SuppressionExport,
    @Inject(ReplyExport) replies: ReplyExport,
  ) {
    this.sources = {
      [ExportKind.Calls]: source({
        permission: 'report.read',
        route: 'calls',
        query: CallQuery,
        listing: (account, query) => attempts.listing(CALL_EXPORT, account, query),
      }),
      [ExportKind.Daily]: source({
        permission: 'report.read',
        route: 'reports/daily',
        query: DailyQuery,
        listing: (account, query) => daily.listing(account, query),
      }),
      [ExportKind.Messages]: source({
        permission: 'report.read',
        route: 'messages',
        query: MessageQuery,
        listing: (account, query) => attempts.listing(MESSAGE_EXPORT, account, query),
      }),
      [ExportKind.DailyMessages]: source({
        permission: 'report.read',
        route: 'reports/messages/daily',
        query: MessageDailyQuery,
        listing: (account, query) => dailyMessages.listing(account, query),
      }),
      [ExportKind.Subscribers]: source({
        permission: 'campaign.read',
        route: 'subscribers',
        query: SubscriberQuery,
        listing: (account, query) => subscribers.listing(account, query),
      }),
      [ExportKind.Contacts]: source({
        permission: 'contact.read',
        route: 'contacts',
        query: ContactQuery,
        listing: (account, query) => contacts.listing(account, query),
      }),
      [ExportKind.DoNotCall]: source({
        permission: 'suppression.read',
        route: 'suppressions',
        query: SuppressionQuery,
        listing: (account, query) => numbers.listing(account, ofAccount(account.accountId), query),
      }),
      [ExportKind.Replies]: source({
        permission: 'report.read',
        route: 'replies',
        query: ReplyQuery,
        listing: (account, query) => replies.listing(account, query),
      }),
    };
  }

  permissionFor(kind: ExportKind): Permission {
    return this.sources[kind].permission;
  }

  /** @throws Invalid `request.invalid` where the list has no such filters */
  async listing(
    account: Account,
    kind: ExportKind,
    filters: Record<string, string>,
  ): Promise<Listing> {
    const { query, listing } = this.sources[kind];
    const type = { type: 'query', metatype: query } as const;
    const typed: unknown = new QueryPipe().transform(filters, type);
    return listing(account, (await validationPipe().transform(typed, type)) as object);
  }

  /** Address at which the list can be downloaded at once. */
  addressOf(kind: ExportKind, format: ExportFormat, filters: Record<string, string>): string {
    const query = new URLSearchParams(filters).toString();
    return `/api/v1/${this.sources[kind].route}.${format}${query ? `?${query}` : ''}`;
  }
}
