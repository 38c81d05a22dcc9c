import { AccountZone, Principal } from '@belltower/auth';
import { Listing } from '@belltower/core';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { contactListing } from './contact-export';
import { ContactFilters } from './contact-search';

/** Contacts as files. */
@Injectable()
export class ContactDownload {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(AccountZone) private readonly zone: AccountZone,
  ) {}

  /** `name` becomes the file's, as far as a header can carry it. */
  async listing(
    { accountId }: Pick<Principal, 'accountId'>,
    filters: ContactFilters,
    name = 'contacts',
  ): Promise<Listing> {
    const timeZone = await this.zone.of(accountId);
    const plain = name.replace(/[^A-Za-z0-9]+/g, '-').replace(/^-|-$/g, '') || 'contacts';
    return contactListing(this.database, accountId, timeZone, filters, plain);
  }
}
