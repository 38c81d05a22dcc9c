import { Module } from '@nestjs/common';
import { ContactWatchers } from './contact-watchers';

@Module({ providers: [ContactWatchers], exports: [ContactWatchers] })
export class ContactModule {}
