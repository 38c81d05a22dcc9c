import {
  IsArray,
  IsBoolean,
  IsEnum,
  IsInt,
  IsOptional,
  IsString,
  Length,
  MaxLength,
} from 'class-validator';
import { OrganisationInput } from '../account/account';
import { Field } from '../field/field';
import { IsEmailAddress } from '../field/email';
import { IsInstant } from '../field/rules';
import { PageQuery } from '../paging/page';

/** What a user may do within the account; each role includes the ones below it. */
export enum Role {
  Owner = 'owner',
  Manager = 'manager',
  Viewer = 'viewer',
}

/** Fewest characters of a password (NIST SP 800-63B asks for at least 8; longer is what helps). */
export const PASSWORD_MIN_LENGTH = 10;

export class SignInInput {
  @Field({ label: 'E-mail' })
  @IsEmailAddress()
  email = '';

  @Field({ label: 'Password', kind: 'password' })
  @Length(1, 200)
  password = '';
}

/** The first owner of an empty installation. */
export class SetUpInput extends OrganisationInput {
  @Field({ label: 'Your name', section: 'You' })
  @Length(1, 120)
  userName = '';

  @Field({ label: 'E-mail', section: 'You' })
  @IsEmailAddress()
  @MaxLength(254)
  email = '';

  @Field({
    label: 'Password',
    kind: 'password',
    section: 'You',
    hint: `At least ${PASSWORD_MIN_LENGTH} characters`,
  })
  @Length(PASSWORD_MIN_LENGTH, 200)
  password = '';

  /** The one-time token that the start printed; proves access to the machine. */
  @Field({
    label: 'Set-up code',
    section: 'You',
    hint: 'Stands at the end of the link that the start printed',
  })
  @IsString()
  @Length(1, 200)
  token = '';
}

/** What the panel asks before anybody can sign in. */
export class SetUpView {
  @Field({ label: 'Needed', hint: 'Nobody is here yet: the first owner has to be set up' })
  @IsBoolean()
  needed = false;

  @Field({ label: 'Demonstration offered' })
  @IsBoolean()
  demoOffered = false;
}

export class ForgottenPasswordInput {
  @Field({ label: 'E-mail' })
  @IsEmailAddress()
  email = '';
}

export class ResetPasswordInput {
  @Field({ label: 'Token' })
  @Length(1, 200)
  token = '';

  @Field({
    label: 'New password',
    kind: 'password',
    hint: `At least ${PASSWORD_MIN_LENGTH} characters`,
  })
  @Length(PASSWORD_MIN_LENGTH, 200)
  password = '';
}

export class ChangePasswordInput {
  @Field({ label: 'Current password', kind: 'password' })
  @Length(1, 200)
  current = '';

  @Field({
    label: 'New password',
    kind: 'password',
    hint: `At least ${PASSWORD_MIN_LENGTH} characters`,
  })
  @Length(PASSWORD_MIN_LENGTH, 200)
  password = '';
}

/** A colleague, as an owner writes them down. */
export class UserInput {
  @Field({ label: 'Name', list: true, sort: true })
  @Length(1, 120)
  name = '';

  @Field({ label: 'E-mail', list: true, sort: true })
  @IsEmailAddress()
  @MaxLength(254)
  email = '';

  @Field({
    label: 'Role',
    list: true,
    hint: 'Owners manage users and keys, managers run campaigns, viewers only read',
  })
  @IsEnum(Role)
  role = Role.Manager;

  @Field({
    label: 'Password',
    kind: 'password',
    hint: 'Blank sends an invitation link, or keeps the present one',
  })
  @IsOptional()
  @Length(PASSWORD_MIN_LENGTH, 200)
  password?: string;
}

/** A link with which a user chooses a password; it works once. */
export class PasswordLinkView {
  @Field({
    label: 'Link',
    hint: 'Hand it to the user yourself: whoever has it can set the password',
  })
  @IsString()
  link = '';

  @Field({ label: 'Valid until' })
  @IsInstant()
  expiresAt = '';
}

export class UserView {
  @Field({ label: 'Id' })
  @IsInt()
  id = 0;

  @Field({ label: 'Name', list: true, sort: true })
  @IsString()
  name = '';

  @Field({ label: 'E-mail', list: true, sort: true })
  @IsEmailAddress()
  email = '';

  @Field({ label: 'Role', list: true })
  @IsEnum(Role)
  role = Role.Manager;

  @Field({ label: 'Operator' })
  @IsBoolean()
  operator = false;

  @Field({ label: 'Invited', hint: 'Has not chosen a password yet' })
  @IsBoolean()
  invited = false;

  @Field({ label: 'Last seen', list: true })
  @IsOptional()
  @IsInstant()
  lastSeenAt: string | null = null;

  @Field({ label: 'Created', list: 'hidden', sort: true })
  @IsInstant()
  createdAt = '';
}

export class UserQuery extends PageQuery {
  @Field({ label: 'Name or e-mail' })
  @IsOptional()
  @MaxLength(120)
  q?: string;
}

/** The person signed in, their account, and what they may do there. */
export class MeView {
  /** 0 for an API key. */
  @Field({ label: 'Id' })
  @IsInt()
  id = 0;

  @Field({ label: 'Name' })
  @IsString()
  name = '';

  @Field({ label: 'E-mail' })
  @IsEmailAddress()
  email = '';

  @Field({ label: 'Role' })
  @IsEnum(Role)
  role = Role.Viewer;

  @Field({ label: 'Operator' })
  @IsBoolean()
  operator = false;

  /** Whether an operator is signed in as this account. */
  @Field({ label: 'Acting for this account' })
  @IsBoolean()
  acting = false;

  @Field({ label: 'Account id' })
  @IsInt()
  accountId = 0;

  @Field({ label: 'Account' })
  @IsString()
  accountName = '';

  @Field({ label: 'Demonstration account' })
  @IsBoolean()
  demo = false;

  @Field({ label: 'Country' })
  @IsString()
  defaultCountry = '';

  @Field({ label: 'Time zone' })
  @IsString()
  timeZone = '';

  /** Permissions such as `campaign.write`. */
  @Field({ label: 'Permissions' })
  @IsArray()
  @IsString({ each: true })
  permissions: string[] = [];
}
