import { Principal } from '@belltower/auth';
import { sendDownload } from '@belltower/core';
import { applyDecorators, Inject, Injectable } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import type { Response } from 'express';
import { DataSource } from 'typeorm';
import { contactsCsv } from './contact-export';
import { ContactFilters } from './contact-search';

/** The route answers with a CSV file. */
export const CsvResponse = () =>
  applyDecorators(ApiOkResponse({ content: { 'text/csv': { schema: { type: 'string' } } } }));

/** Sends contacts as a CSV file, as fast as the reader takes it. */
@Injectable()
export class ContactDownload {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  /** `name` becomes the file's, as far as a header can carry it. */
  send(
    response: Response,
    { accountId }: Principal,
    filters: ContactFilters,
    name: string,
  ): Promise<void> {
    const filename = `${name.replace(/[^A-Za-z0-9]+/g, '-').replace(/^-|-$/g, '') || 'contacts'}.csv`;
    const file = { filename, type: 'text/csv; charset=utf-8' };
    return sendDownload(response, file, contactsCsv(this.database, accountId, filters));
  }
}
