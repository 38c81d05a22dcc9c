import { Allow, CurrentUser, Principal } from '@belltower/auth';
import { AnswersListing, ListingFormat, Returns, ReturnsPage, sendListing } from '@belltower/core';
import {
  Affected,
  ContactBulkInput,
  ContactInput,
  ContactQuery,
  ContactView,
  ExportFormat,
  PhoneNumberQuery,
  PhoneNumberView,
} from '@belltower/dto';
import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Param,
  ParseIntPipe,
  Post,
  Put,
  Query,
  Res,
} from '@nestjs/common';
import type { Response } from 'express';
import { ContactBulkService } from './contact-bulk.service';
import { ContactDownload } from './contact-download';
import { ContactService } from './contact.service';

@Controller()
export class ContactController {
  constructor(
    private readonly contacts: ContactService,
    private readonly bulk: ContactBulkService,
    private readonly download: ContactDownload,
  ) {}

  @Get('contacts')
  @Allow('contact.read')
  @ReturnsPage(ContactView)
  list(@CurrentUser() user: Principal, @Query() query: ContactQuery) {
    return this.contacts.list(user, query);
  }

  /** All that match the filters, as a file with headings that an import recognises. */
  @Get('contacts.:format')
  @Allow('contact.read')
  @AnswersListing()
  async export(
    @CurrentUser() user: Principal,
    @ListingFormat() format: ExportFormat,
    @Query() query: ContactQuery,
    @Res() response: Response,
  ) {
    await sendListing(response, await this.download.listing(user, query), format);
  }

  /** What a number would be read as in this account, without storing anything. */
  @Get('contacts/number')
  @Allow('contact.read')
  @Returns(PhoneNumberView)
  read(@CurrentUser() user: Principal, @Query() { number, country }: PhoneNumberQuery) {
    return this.contacts.read(user, number, country);
  }

  @Get('contacts/:id')
  @Allow('contact.read')
  @Returns(ContactView)
  get(@CurrentUser() user: Principal, @Param('id', ParseIntPipe) id: number) {
    return this.contacts.get(user, id);
  }

  @Post('contacts')
  @Allow('contact.write')
  @Returns(ContactView)
  create(@CurrentUser() user: Principal, @Body() input: ContactInput) {
    return this.contacts.create(user, input);
  }

  /** One action on many contacts; answers how many it changed. */
  @Post('contacts/bulk')
  @HttpCode(200)
  @Allow('contact.write')
  @Returns(Affected)
  async act(@CurrentUser() user: Principal, @Body() input: ContactBulkInput) {
    return { affected: await this.bulk.run(user, input) };
  }

  @Put('contacts/:id')
  @Allow('contact.write')
  @Returns(ContactView)
  replace(
    @CurrentUser() user: Principal,
    @Param('id', ParseIntPipe) id: number,
    @Body() input: ContactInput,
  ) {
    return this.contacts.replace(user, id, input);
  }

  @Delete('contacts/:id')
  @HttpCode(204)
  @Allow('contact.write')
  remove(@CurrentUser() user: Principal, @Param('id', ParseIntPipe) id: number) {
    return this.contacts.remove(user, id);
  }
}
