import {
  IsArray,
  IsEnum,
  IsInt,
  IsOptional,
  IsString,
  Length,
  MaxLength,
  Min,
} from 'class-validator';
import { Field } from '../field/field';
import { IsCountry, IsIanaTimeZone, IsInstant, IsVariables } from '../field/rules';
import { IsEmailAddress } from '../field/email';
import { PageQuery } from '../paging/page';

export enum ContactStatus {
  Active = 'active',
  Inactive = 'inactive',
}

const GENERAL = 'General';
const MORE = 'More';

/** A person to call or text, as a customer writes them down. */
export class ContactInput {
  @Field({ label: 'Phonebook', relation: 'phonebooks', section: GENERAL, list: true })
  @IsInt()
  @Min(1)
  phonebookId: number | null = null;

  /** As typed; stored in E.164 (ITU-T) beside this raw text. */
  @Field({
    label: 'Number',
    kind: 'phone',
    section: GENERAL,
    list: true,
    sort: true,
    csv: [
      'phone',
      'phone number',
      'telephone',
      'mobile',
      'cell',
      'msisdn',
      'contact',
      'teléfono',
      'telefono',
      'móvil',
      'movil',
      'téléphone',
      'telefon',
      'número',
      'numero',
    ],
  })
  @Length(1, 64)
  number = '';

  @Field({
    label: 'First name',
    section: GENERAL,
    list: true,
    csv: ['firstname', 'given name', 'forename', 'nombre', 'prénom', 'prenom', 'vorname'],
  })
  @IsOptional()
  @MaxLength(250)
  firstName?: string | null;

  @Field({
    label: 'Last name',
    section: GENERAL,
    list: true,
    sort: true,
    csv: ['lastname', 'surname', 'family name', 'apellidos', 'apellido', 'nom', 'nachname'],
  })
  @IsOptional()
  @MaxLength(250)
  lastName?: string | null;

  @Field({
    label: 'Status',
    section: GENERAL,
    list: true,
    hint: 'Inactive contacts are not called or texted',
    csv: ['active', 'estado', 'enabled'],
  })
  @IsEnum(ContactStatus)
  status = ContactStatus.Active;

  @Field({
    label: 'E-mail',
    section: GENERAL,
    list: true,
    csv: ['email', 'e-mail address', 'mail', 'correo', 'courriel'],
  })
  @IsOptional()
  @IsEmailAddress()
  @MaxLength(254)
  email?: string | null;

  @Field({ label: 'Unit number', section: MORE, csv: ['unit', 'flat', 'apartment'] })
  @IsOptional()
  @MaxLength(64)
  unitNumber?: string | null;

  @Field({
    label: 'Address',
    section: MORE,
    list: 'hidden',
    csv: ['street', 'dirección', 'direccion', 'adresse'],
  })
  @IsOptional()
  @MaxLength(250)
  address?: string | null;

  @Field({
    label: 'City',
    section: MORE,
    list: 'hidden',
    csv: ['town', 'ciudad', 'ville', 'stadt'],
  })
  @IsOptional()
  @MaxLength(120)
  city?: string | null;

  @Field({
    label: 'State',
    section: MORE,
    list: 'hidden',
    csv: ['province', 'region', 'provincia'],
  })
  @IsOptional()
  @MaxLength(120)
  state?: string | null;

  @Field({
    label: 'Postcode',
    section: MORE,
    list: 'hidden',
    csv: ['zip', 'zip code', 'postal code', 'código postal', 'plz'],
  })
  @IsOptional()
  @MaxLength(40)
  postcode?: string | null;

  @Field({
    label: 'Country',
    section: MORE,
    list: 'hidden',
    csv: ['country code', 'país', 'pais', 'pays', 'land'],
  })
  @IsOptional()
  @IsCountry()
  country?: string | null;

  @Field({
    label: 'Time zone',
    section: MORE,
    hint: 'Blank: guessed from the number and country',
    csv: ['timezone', 'tz', 'zona horaria'],
  })
  @IsOptional()
  @IsIanaTimeZone()
  timeZone?: string | null;

  @Field({
    label: 'Notes',
    kind: 'multiline',
    section: MORE,
    csv: ['description', 'comment', 'notas'],
  })
  @IsOptional()
  @MaxLength(10_000)
  notes?: string | null;

  @Field({
    label: 'Variables',
    section: MORE,
    hint: 'Names and values for use in messages',
    csv: ['additional_vars', 'vars', 'json'],
  })
  @IsOptional()
  @IsVariables()
  variables: Record<string, string> = {};
}

export class ContactView extends ContactInput {
  @Field({ label: 'Id' })
  @IsInt()
  id = 0;

  @Field({ label: 'Phonebook name' })
  @IsString()
  phonebookName = '';

  /** The number as it was typed or imported, before normalisation. */
  @Field({ label: 'Number as given' })
  @IsString()
  rawNumber = '';

  /** Where the number may be by its country; the one that counts while no time zone is set, if it is one. */
  @Field({ label: 'Possible time zones' })
  @IsArray()
  @IsString({ each: true })
  possibleTimeZones: string[] = [];

  @Field({ label: 'Created', list: 'hidden', sort: true })
  @IsInstant()
  createdAt = '';

  @Field({ label: 'Updated', list: true, sort: true })
  @IsInstant()
  updatedAt = '';
}

export class ContactQuery extends PageQuery {
  @Field({
    label: 'Number contains',
    hint: 'Any part; +34 is how it begins, *555 how it ends, =+34… the whole number',
  })
  @IsOptional()
  @MaxLength(40)
  number?: string;

  @Field({ label: 'Name contains' })
  @IsOptional()
  @MaxLength(120)
  name?: string;

  @Field({ label: 'Phonebook', relation: 'phonebooks' })
  @IsOptional()
  @IsInt()
  @Min(1)
  phonebookId?: number;

  @Field({ label: 'Status' })
  @IsOptional()
  @IsEnum(ContactStatus)
  status?: ContactStatus;

  @Field({ label: 'Country' })
  @IsOptional()
  @IsCountry()
  country?: string;

  @Field({ label: 'Created from' })
  @IsOptional()
  @IsInstant()
  createdFrom?: string;

  @Field({ label: 'Created until' })
  @IsOptional()
  @IsInstant()
  createdUntil?: string;
}

export enum ContactBulkAction {
  Activate = 'activate',
  Deactivate = 'deactivate',
  Move = 'move',
  Copy = 'copy',
  Suppress = 'suppress',
  Delete = 'delete',
}

/** One action on the chosen contacts: those with `ids`, or all that match the list's filters. */
export class ContactBulkInput {
  @Field({ label: 'Action' })
  @IsEnum(ContactBulkAction)
  action = ContactBulkAction.Activate;

  @Field({ label: 'Contacts', relation: 'contacts' })
  @IsOptional()
  @IsArray()
  @IsInt({ each: true })
  ids?: number[];

  /** Filters of the list (as in its query string), instead of `ids`. */
  @Field({ label: 'All matching' })
  @IsOptional()
  @IsVariables()
  matching?: Record<string, string>;

  /** List that suppressing adds the numbers to; by default the first that applies to every campaign. */
  @Field({
    label: 'Do-not-call list',
    relation: 'suppression-lists',
    hint: 'Blank: the list that applies to every campaign',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  listId?: number;

  /** Target of move and copy. */
  @Field({ label: 'Into phonebook', relation: 'phonebooks' })
  @IsOptional()
  @IsInt()
  @Min(1)
  phonebookId?: number;
}

/** What a number would be read as, and where it may be. */
export class PhoneNumberView {
  /** E.164; null where it is not a number that can be called. */
  @Field({ label: 'Number' })
  @IsOptional()
  @IsString()
  number: string | null = null;

  /** Why not, in a sentence. */
  @Field({ label: 'Problem' })
  @IsOptional()
  @IsString()
  problem: string | null = null;

  @Field({ label: 'Possible time zones' })
  @IsArray()
  @IsString({ each: true })
  possibleTimeZones: string[] = [];
}

export class PhoneNumberQuery {
  @Field({ label: 'Number', example: '(702) 555-0126' })
  @IsOptional()
  @MaxLength(64)
  number?: string;

  /** Country in which the person is, where it is known. */
  @Field({ label: 'Country' })
  @IsOptional()
  @IsCountry()
  country?: string;
}
