import { Allow, CurrentUser, Principal } from '@belltower/auth';
import { AnswersListing, ListingFormat, Returns, sendListing } from '@belltower/core';
import { Affected, ExportFormat, PhonebookMergeInput, PhonebookView } from '@belltower/dto';
import { PhonebookService } from '@belltower/phonebook';
import { Body, Controller, Get, HttpCode, Param, ParseIntPipe, Post, Res } from '@nestjs/common';
import type { Response } from 'express';
import { ContactDownload } from './contact-download';
import { PhonebookContentsService } from './phonebook-contents.service';

/** What a phonebook's contacts add to it. */
@Controller('phonebooks/:id')
export class PhonebookContentsController {
  constructor(
    private readonly contents: PhonebookContentsService,
    private readonly phonebooks: PhonebookService,
    private readonly download: ContactDownload,
  ) {}

  /** Makes a phonebook with the same contacts. */
  @Post('duplicate')
  @Allow('phonebook.write')
  @Returns(PhonebookView)
  duplicate(@CurrentUser() user: Principal, @Param('id', ParseIntPipe) id: number) {
    return this.contents.duplicate(user, id);
  }

  /** Moves the contacts into another phonebook, keeping each number once, and deletes this one. */
  @Post('merge')
  @HttpCode(200)
  @Allow('phonebook.write')
  @Returns(PhonebookView)
  merge(
    @CurrentUser() user: Principal,
    @Param('id', ParseIntPipe) id: number,
    @Body() { into }: PhonebookMergeInput,
  ) {
    return this.contents.merge(user, id, into!);
  }

  /** Deletes its contacts and keeps the phonebook. */
  @Post('empty')
  @HttpCode(200)
  @Allow('phonebook.write')
  @Returns(Affected)
  async empty(@CurrentUser() user: Principal, @Param('id', ParseIntPipe) id: number) {
    return { affected: await this.contents.empty(user, id) };
  }

  /** Its contacts as a file, with headings that an import recognises. */
  @Get('contacts.:format')
  @Allow('contact.read')
  @AnswersListing()
  async export(
    @CurrentUser() user: Principal,
    @Param('id', ParseIntPipe) id: number,
    @ListingFormat() format: ExportFormat,
    @Res() response: Response,
  ) {
    const { name } = await this.phonebooks.get(user, id);
    const contacts = await this.download.listing(user, { phonebookId: id }, name);
    await sendListing(response, contacts, format);
  }
}
