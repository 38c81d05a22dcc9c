import { IsInt, IsOptional } from 'class-validator';
import { Field } from '../field/field';

/** Whether this installation has demonstration data. */
export class DemoView {
  /** Null while there is none. */
  @Field({ label: 'Demonstration account', relation: 'platform/accounts' })
  @IsOptional()
  @IsInt()
  accountId: number | null = null;
}
