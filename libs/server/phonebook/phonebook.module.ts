import { Module } from '@nestjs/common';
import { PhonebookController } from './phonebook.controller';
import { PhonebookService } from './phonebook.service';
import { PhonebookUses } from './phonebook-uses';

@Module({
  controllers: [PhonebookController],
  providers: [PhonebookService, PhonebookUses],
  exports: [PhonebookService, PhonebookUses],
})
export class PhonebookModule {}
