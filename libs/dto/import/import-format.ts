/** Most columns of a file. */
export const IMPORT_MOST_COLUMNS = 200;

/** What stands in front of a variable's name where a column becomes one: `variable:Balance`. */
export const VARIABLE_TARGET = 'variable:';

export enum ImportDelimiter {
  Comma = 'comma',
  Semicolon = 'semicolon',
  Pipe = 'pipe',
  Tab = 'tab',
}

export enum ImportEncoding {
  Utf8 = 'utf-8',
  Utf16Le = 'utf-16le',
  Utf16Be = 'utf-16be',
  /** Windows-1252, which what is called Latin-1 nearly always is. */
  Latin1 = 'latin-1',
}

/** What they are called in the panel. */
export const DELIMITER_WORDS = {
  [ImportDelimiter.Comma]: 'Comma ,',
  [ImportDelimiter.Semicolon]: 'Semicolon ;',
  [ImportDelimiter.Pipe]: 'Pipe |',
  [ImportDelimiter.Tab]: 'Tab',
};
/** What they are called in the panel. */
export const ENCODING_WORDS = {
  [ImportEncoding.Utf8]: 'UTF-8',
  [ImportEncoding.Utf16Le]: 'UTF-16 (little endian)',
  [ImportEncoding.Utf16Be]: 'UTF-16 (big endian)',
  [ImportEncoding.Latin1]: 'Latin-1 (Western Europe)',
};
