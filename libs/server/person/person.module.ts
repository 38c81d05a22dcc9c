import { ContactModule } from '@belltower/contact';
import { SuppressionModule } from '@belltower/suppression';
import { Module } from '@nestjs/common';
import { PersonController } from './person.controller';
import { PersonEraser } from './person-eraser';
import { PersonRows } from './person-rows';
import { PersonService } from './person.service';

/** All that is kept of one person, handed over and erased. It reads and writes the tables of many modules. */
@Module({
  imports: [ContactModule, SuppressionModule],
  controllers: [PersonController],
  providers: [PersonEraser, PersonRows, PersonService],
})
export class PersonModule {}
