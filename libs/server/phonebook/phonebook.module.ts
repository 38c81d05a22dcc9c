import { Module } from '@nestjs/common';
import { PhonebookController } from './phonebook.controller';
import { PhonebookService } from './phonebook.service';
import { PhonebookSizes } from './phonebook-sizes';
import { PhonebookUses } from './phonebook-uses';

@Module({
  controllers: [PhonebookController],
  providers: [PhonebookService, PhonebookSizes, PhonebookUses],
  exports: [PhonebookService, PhonebookSizes, PhonebookUses],
})
export class PhonebookModule {}
