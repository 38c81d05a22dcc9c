import { NO_CODE } from '@belltower/dto';

/** An error code as the tables keep it: '' is none. */
export const storedCode = (code: string) => (code === NO_CODE ? '' : code);

/** As a request asks for the messages with a code that the tables keep. */
export const askedCode = (stored: string) => stored || NO_CODE;

/** What a code that the tables keep is called in a report. */
export const codeName = (stored: string) => stored || 'No error';
