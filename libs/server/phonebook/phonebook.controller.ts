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
} from '@nestjs/common';
import { Allow, CurrentUser, type Principal } from '@belltower/auth';
import { Returns, ReturnsPage } from '@belltower/core';
import {
  Affected,
  PhonebookDeletionInput,
  PhonebookInput,
  PhonebookQuery,
  PhonebookView,
} from '@belltower/dto';
import { PhonebookService } from './phonebook.service';

@Controller('phonebooks')
export class PhonebookController {
  constructor(private readonly phonebooks: PhonebookService) {}

  @Get()
  @Allow('phonebook.read')
  @ReturnsPage(PhonebookView)
  list(@CurrentUser() user: Principal, @Query() query: PhonebookQuery) {
    return this.phonebooks.list(user, query);
  }

  @Get(':id')
  @Allow('phonebook.read')
  @Returns(PhonebookView)
  get(@CurrentUser() user: Principal, @Param('id', ParseIntPipe) id: number) {
    return this.phonebooks.get(user, id);
  }

  @Post()
  @Allow('phonebook.write')
  @Returns(PhonebookView)
  create(@CurrentUser() user: Principal, @Body() input: PhonebookInput) {
    return this.phonebooks.create(user, input);
  }

  @Put(':id')
  @Allow('phonebook.write')
  @Returns(PhonebookView)
  replace(
    @CurrentUser() user: Principal,
    @Param('id', ParseIntPipe) id: number,
    @Body() input: PhonebookInput,
  ) {
    return this.phonebooks.replace(user, id, input);
  }

  @Delete(':id')
  @HttpCode(204)
  @Allow('phonebook.write')
  async remove(@CurrentUser() user: Principal, @Param('id', ParseIntPipe) id: number) {
    await this.phonebooks.remove(user, [id]);
  }

  /** Deletes all of these, or none where one of them cannot be deleted. */
  @Post('delete')
  @HttpCode(200)
  @Allow('phonebook.write')
  @Returns(Affected)
  async removeMany(@CurrentUser() user: Principal, @Body() { ids }: PhonebookDeletionInput) {
    return { affected: await this.phonebooks.remove(user, ids) };
  }
}
