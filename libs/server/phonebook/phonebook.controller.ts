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
import { PhonebookInput, PhonebookQuery, PhonebookView } from '@belltower/dto';
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
  remove(@CurrentUser() user: Principal, @Param('id', ParseIntPipe) id: number) {
    return this.phonebooks.remove(user, id);
  }
}
