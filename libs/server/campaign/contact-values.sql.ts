import { CONTACT_PLACEHOLDERS } from '@belltower/dto';

/** Fields of a contact that a text may ask for by the name of their column. */
const COLUMNS = Object.keys(CONTACT_PLACEHOLDERS).filter((name) => name !== 'number');
/** Characters of a value that are handed on; texts say fewer. */
const MOST_VALUE = 500;

/**
 * What a text asks for by one name about the row `contact`, as a SQL expression: the contact's fields come before its
 * variables. Null where nothing is known.
 * @param name expression of the placeholder's name
 * @param number expression of the number, which stands for itself where there is no contact
 */
export const contactValueSql = (name: string, number: string) => `
  left(case ${name}
    ${COLUMNS.map((column) => `when '${column}' then contact.${column}`).join(' ')}
    when 'number' then ${number} else contact.variables ->> ${name} end, ${MOST_VALUE})`;
