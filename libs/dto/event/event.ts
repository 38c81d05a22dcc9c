import { IsOptional, MaxLength } from 'class-validator';
import { Field } from '../field/field';

/** From where on the events of an account are wanted. */
export class EventQuery {
  @Field({
    label: 'After',
    hint: 'The id of the event heard last, for clients that cannot send Last-Event-ID, which goes before it',
  })
  @IsOptional()
  @MaxLength(100)
  after?: string;
}
