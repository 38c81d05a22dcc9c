import { ColumnKind, RowPiece } from './listing';
import { textCell, xmlText } from './sheet-cells';
import { zip, ZipEntry } from './zip';

/** Rows of a sheet besides its headings; spreadsheets end after 1,048,576. */
const MOST_ROWS = 1_048_575;
/** Characters of XML in a sheet, far below what the archive can tell of one file. */
const MOST_CHARACTERS = 1_000_000_000;

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONSHIPS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** What the sheets of a workbook have in common. */
export interface SheetHead {
  /** At most 31 characters; further sheets are called the same with a number. */
  name: string;
  headings: readonly string[];
  kinds: readonly ColumnKind[];
}

/** Widths of columns in characters. */
const WIDTHS: Readonly<Record<ColumnKind, number>> = {
  text: 26,
  word: 18,
  number: 12,
  moment: 20,
  utc: 24,
  record: 30,
};

/**
 * A workbook (Office Open XML, ECMA-376) whose rows come as SpreadsheetML, some at a time. It is made while it is read,
 * which the libraries that were looked at do not: they collect rows faster than a slow reader takes them.
 */
export function workbook(head: SheetHead, pieces: AsyncIterable<RowPiece>): AsyncGenerator<Buffer> {
  return zip(parts(head, pieces));
}

/** A sheet is full before its rows end where there are very many; those behind it stand on the next. */
async function* parts(head: SheetHead, pieces: AsyncIterable<RowPiece>): AsyncGenerator<ZipEntry> {
  const iterator = pieces[Symbol.asyncIterator]();
  let sheets = 0;
  try {
    let next = await iterator.next();
    const rows = async function* () {
      let count = 0;
      let characters = 0;
      for (; !next.done; next = await iterator.next()) {
        const { text, rows: more } = next.value;
        if (count && (count + more > MOST_ROWS || characters + text.length > MOST_CHARACTERS))
          return;
        count += more;
        characters += text.length;
        yield text;
      }
    };
    do yield { name: `xl/worksheets/sheet${++sheets}.xml`, content: sheet(head, rows()) };
    while (!next.done);
  } finally {
    await iterator.return?.(undefined);
  }
  yield* frame(head.name, sheets);
}

async function* sheet(
  { headings, kinds }: SheetHead,
  rows: AsyncIterable<string>,
): AsyncGenerator<string> {
  const widths = kinds.map(
    (kind, at) => `<col min="${at + 1}" max="${at + 1}" width="${WIDTHS[kind]}" customWidth="1"/>`,
  );
  // The headings stay in sight.
  const view =
    '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>';
  const heading = headings.map((text) => textCell(text, HEADING_STYLE)).join('');
  yield `${HEAD}<worksheet xmlns="${MAIN}">${view}<cols>${widths.join('')}</cols><sheetData><row>${heading}</row>`;
  yield* rows;
  yield '</sheetData></worksheet>';
}

const HEADING_STYLE = 2;

/** Styles by number: plain, moments, headings. */
const STYLES = `<styleSheet xmlns="${MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf/><xf numFmtId="164" applyNumberFormat="1"/><xf fontId="1" applyFont="1"/></cellXfs></styleSheet>`;

/** The parts that hold the sheets together. */
function* frame(name: string, sheets: number): Generator<ZipEntry> {
  const numbers = Array.from({ length: sheets }, (_, at) => at + 1);
  const each = (part: (number: number) => string) => numbers.map(part).join('');
  const title = (number: number) => xmlText(number === 1 ? name : `${name} ${number}`);
  const part = (path: string, content: string): ZipEntry => ({
    name: path,
    content: [HEAD + content],
  });
  yield part(
    'xl/workbook.xml',
    `<workbook xmlns="${MAIN}" xmlns:r="${RELATIONSHIPS}"><sheets>${each(
      (number) => `<sheet name="${title(number)}" sheetId="${number}" r:id="rId${number}"/>`,
    )}</sheets></workbook>`,
  );
  yield part(
    'xl/_rels/workbook.xml.rels',
    `<Relationships xmlns="${PACKAGE}/relationships">${each((number) =>
      relationship(`rId${number}`, 'worksheet', `worksheets/sheet${number}.xml`),
    )}${relationship('rStyles', 'styles', 'styles.xml')}</Relationships>`,
  );
  yield part('xl/styles.xml', STYLES);
  yield part(
    '_rels/.rels',
    `<Relationships xmlns="${PACKAGE}/relationships">${relationship('rId1', 'officeDocument', 'xl/workbook.xml')}</Relationships>`,
  );
  yield part(
    '[Content_Types].xml',
    `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${override(
      'workbook.xml',
      'sheet.main',
    )}${override('styles.xml', 'styles')}${each((number) =>
      override(`worksheets/sheet${number}.xml`, 'worksheet'),
    )}</Types>`,
  );
}

const relationship = (id: string, type: string, target: string) =>
  `<Relationship Id="${id}" Type="${RELATIONSHIPS}/${type}" Target="${target}"/>`;

const override = (path: string, type: string) =>
  `<Override PartName="/xl/${path}" ContentType="${TYPE}.${type}+xml"/>`;
