import { IsBoolean, IsEnum, IsInt, IsOptional, IsString, Length } from 'class-validator';
import { Field } from '../field/field';
import { IsInstant } from '../field/rules';
import { Role } from '../user/user';

/** A key for a program that calls the API on the account's behalf. */
export class ApiKeyInput {
  @Field({ label: 'Name', list: true, sort: true, hint: 'What uses it, for example “website”' })
  @Length(1, 120)
  name = '';

  @Field({ label: 'Role', list: true, hint: 'What the program may do, as if it were a user' })
  @IsEnum(Role)
  role = Role.Manager;

  @Field({ label: 'Administers the platform', hint: 'Only operators can give this' })
  @IsBoolean()
  operator = false;

  @Field({ label: 'Expires', list: true, hint: 'Blank: never' })
  @IsOptional()
  @IsInstant()
  expiresAt?: string | null = null;
}

export class ApiKeyView extends ApiKeyInput {
  @Field({ label: 'Id' })
  @IsInt()
  id = 0;

  @Field({ label: 'Begins with', list: true })
  @IsString()
  prefix = '';

  @Field({ label: 'Last used', list: true })
  @IsOptional()
  @IsInstant()
  lastUsedAt: string | null = null;

  @Field({ label: 'Created', list: true, sort: true })
  @IsInstant()
  createdAt = '';
}

/** A key just made: the only time that its token is told. */
export class NewApiKeyView extends ApiKeyView {
  /** Sent as `Authorization: Bearer <token>`. */
  @Field({ label: 'Key' })
  @IsString()
  token = '';
}
