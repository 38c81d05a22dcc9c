import { IsArray, IsBoolean, IsInt, IsString } from 'class-validator';
import { Field } from '../field/field';
import { IsInstant } from '../field/rules';

/** A process that dials. */
export class DialerView {
  @Field({ label: 'Host', list: true })
  @IsString()
  host = '';

  @Field({ label: 'Process', list: true })
  @IsInt()
  pid = 0;

  @Field({ label: 'Leads', list: true, hint: 'One of them decides who is next' })
  @IsBoolean()
  leader = false;

  @Field({ label: 'Started', list: true })
  @IsInstant()
  startedAt = '';

  @Field({ label: 'Last beat', list: true })
  @IsInstant()
  beatAt = '';
}

/** The installation as its operators see it. */
export class SystemView {
  @Field({ label: 'Version' })
  @IsString()
  version = '';

  @Field({ label: 'Node.js' })
  @IsString()
  nodeVersion = '';

  @Field({ label: 'PostgreSQL' })
  @IsString()
  databaseVersion = '';

  @Field({ label: 'Database size', unit: 'bytes' })
  @IsInt()
  databaseBytes = 0;

  @Field({ label: 'API running since' })
  @IsInstant()
  startedAt = '';

  @Field({ label: 'Accounts' })
  @IsInt()
  accounts = 0;

  @Field({ label: 'Calls now', hint: 'And messages that are being handed over' })
  @IsInt()
  callsNow = 0;

  @Field({ label: 'E-mail', hint: 'Whether letters can be sent (SMTP_URL)' })
  @IsBoolean()
  mail = false;

  @Field({ label: 'Dialers', of: DialerView })
  @IsArray()
  dialers: DialerView[] = [];
}
