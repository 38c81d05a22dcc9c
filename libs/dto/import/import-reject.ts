import { IsInt, IsString } from 'class-validator';
import { Field } from '../field/field';
import { PageQuery } from '../paging/page';

/** A row that was not imported, and why. */
export class ImportRejectView {
  @Field({ label: 'Line', list: true, hint: 'Of the file, from 1' })
  @IsInt()
  line = 0;

  @Field({ label: 'Reason', list: true })
  @IsString()
  reason = '';

  @Field({ label: 'Text', list: true })
  @IsString()
  text = '';
}

export class ImportRejectQuery extends PageQuery {}
