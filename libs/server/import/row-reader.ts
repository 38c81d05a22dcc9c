import { LoadedContact } from '@belltower/contact';
import { ContactInput, ContactStatus, fieldsOf, VARIABLE_TARGET } from '@belltower/dto';
import { problemOfContact, rulesOfContact } from './contact-rules';
import { countryOf } from './country';
import {
  CellProblem,
  NumberCell,
  NumberReading,
  Reader,
  shortened,
  tooManyValues,
} from './number-cell';

/** How values become a contact. */
export interface Reading extends NumberReading {
  /** One entry a column, as in ImportSettings. */
  columns: readonly string[];
  inactiveValues?: string | null;
}

/** What means inactive where nobody says otherwise. */
export const INACTIVE_VALUES = '0, inactive, no, false, off, inactivo, inactiva';

type Column = (value: string, contact: LoadedContact) => CellProblem | undefined;

/** Reads rows into contacts by the rules of the contact's form. */
export class RowReader implements Reader<LoadedContact> {
  private readonly columns: readonly (Column | undefined)[];
  private readonly numberColumn: number;
  private readonly number: NumberCell;
  private readonly inactive: ReadonlySet<string>;

  constructor(reading: Reading) {
    this.inactive = new Set(
      (reading.inactiveValues ?? INACTIVE_VALUES)
        .split(',')
        .map((value) => value.trim().toLowerCase()),
    );
    this.numberColumn = reading.columns.indexOf('number');
    this.number = new NumberCell(reading, this.numberColumn);
    this.columns = reading.columns.map((target, index) => this.columnFor(target, index));
  }

  /** The contact, or everything that is wrong with the row; undefined for a row without a single value. */
  read(cells: readonly string[]): LoadedContact | CellProblem[] | undefined {
    const contact = blankContact();
    const problems: CellProblem[] = [];
    let filled = false;
    for (let index = 0; index < cells.length; index++) {
      const value = cells[index]!.trim();
      if (value === '') continue;
      filled = true;
      if (index >= this.columns.length) {
        problems.push(tooManyValues(cells.length, this.columns.length));
        break;
      }
      const problem = this.columns[index]?.(value, contact);
      if (problem) problems.push(problem);
    }
    if (!filled) return undefined;
    contact.rawNumber = cells[this.numberColumn]?.trim() ?? '';
    const number = this.number.read(contact.rawNumber, contact.country);
    if (typeof number === 'string') contact.number = number;
    else problems.unshift(number);
    return problems.length ? problems : contact;
  }

  private columnFor(target: string, index: number): Column | undefined {
    const fault = (kind: string, message: string) => ({ column: index, kind, message });
    if (target === '' || target === 'number') return undefined;
    if (target.startsWith(VARIABLE_TARGET)) {
      const name = target.slice(VARIABLE_TARGET.length);
      return (value, contact) => {
        const variables = (contact.variables ??= {});
        variables[name] = value;
        return holdsVariables(variables)
          ? undefined
          : fault('Variables not valid', problemOfContact('variables', variables));
      };
    }
    switch (target) {
      case 'status':
        return (value, contact) => {
          const isInactive = this.inactive.has(value.toLowerCase());
          contact.status = isInactive ? ContactStatus.Inactive : ContactStatus.Active;
          return undefined;
        };
      case 'country':
        return (value, contact) => {
          const code = countryOf(value);
          contact.country = code ?? null;
          const message = `“${shortened(value)}” is no country that we know; write a code such as ES`;
          return code ? undefined : fault('Country not known', message);
        };
      case 'variables':
        return (value, contact) => {
          const variables = variablesOf(value);
          const message = 'Variables must look like {"balance": "12"}';
          if (!variables || !holdsVariables(variables))
            return fault('Variables not valid', message);
          contact.variables = { ...contact.variables, ...variables };
          return undefined;
        };
      default:
        return plainColumn(target as 'firstName', fault);
    }
  }
}

const holdsVariables = rulesOfContact('variables');

/** A column whose text is kept as it is, by the rules of its property. */
function plainColumn(
  property: Exclude<keyof ContactInput & keyof LoadedContact, 'status' | 'variables'>,
  fault: (kind: string, message: string) => CellProblem,
): Column {
  const holds = rulesOfContact(property);
  const label = fieldsOf(ContactInput).find(({ name }) => name === property)?.label ?? property;
  return (value, contact) => {
    if (!holds(value)) {
      const message =
        property === 'email'
          ? `“${shortened(value)}” is not an e-mail address`
          : problemOfContact(property, value);
      return fault(`${label} not valid`, message);
    }
    contact[property] = value;
    return undefined;
  };
}

/** The entries of a JSON object as texts; undefined for anything else. */
function variablesOf(json: string): Record<string, string> | undefined {
  try {
    const parsed = JSON.parse(json) as unknown;
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return undefined;
    const entries = Object.entries(parsed).map(([name, value]): [string, string] => [
      name,
      typeof value === 'string' ? value : value === null ? '' : JSON.stringify(value),
    ]);
    // Only JSON's escapes can bring in what PostgreSQL cannot keep: NUL, and halves of a character.
    const isText = (text: string) => !/[\0\p{Surrogate}]/u.test(text);
    return entries.every((entry) => entry.every(isText)) ? Object.fromEntries(entries) : undefined;
  } catch {
    // JSON offers no way to ask whether a text is JSON other than to read it.
    return undefined;
  }
}

function blankContact(): LoadedContact {
  return {
    number: '',
    rawNumber: '',
    firstName: null,
    lastName: null,
    status: null,
    email: null,
    unitNumber: null,
    address: null,
    city: null,
    state: null,
    postcode: null,
    country: null,
    timeZone: null,
    notes: null,
    variables: null,
  };
}
