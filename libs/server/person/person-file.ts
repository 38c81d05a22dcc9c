import { Queryable } from '@belltower/core';
import { wavOf } from '@belltower/report';
import { Person } from './person';
import { valuesOf } from './person-parts';
import { PERSON_SOURCES, PersonSource } from './person-sources';

/** What a file says about itself. */
export interface PersonFileAbout {
  number: string;
  account: string;
  /** When it was written, ISO 8601. All times of the file are in UTC. */
  at: string;
}

interface Row {
  id?: number;
  pcmu?: Buffer;
}

/** Everything that is kept of a person as one JSON object, part by part and row by row; what was said as WAV in base 64. */
export async function* personFile(
  db: Queryable,
  about: PersonFileAbout,
  person: Person,
): AsyncGenerator<string> {
  yield `{\n"about": ${JSON.stringify(about)}`;
  for (const source of PERSON_SOURCES) {
    yield `,\n"${source.part}": [`;
    let before = '\n';
    for await (const row of rowsOf(db, source, person)) {
      yield before + JSON.stringify(handedOver(row));
      before = ',\n';
    }
    yield before === '\n' ? ']' : '\n]';
  }
  yield '\n}\n';
}

/** Some at a time, each time by a query of its own, so that a slow reader holds no snapshot open. */
async function* rowsOf(db: Queryable, source: PersonSource, person: Person): AsyncGenerator<Row> {
  const { from, columns, joins = '', atOnce } = source;
  const values = valuesOf(source, person);
  if (!atOnce) {
    yield* await db.query<Row[]>(
      `select ${columns} from (select a.* from ${from}) as a ${joins}`,
      values,
    );
    return;
  }
  for (let after = 0; ;) {
    const rows = await db.query<(Row & { id: number })[]>(
      `select a.id, ${columns}
         from (select a.* from ${from} and a.id > $3 order by a.id limit ${atOnce}) as a ${joins}
        order by a.id`,
      [...values, after],
    );
    yield* rows;
    if (rows.length < atOnce) return;
    after = rows.at(-1)!.id;
  }
}

function handedOver({ pcmu, ...row }: Row): object {
  return pcmu ? { ...row, wav: wavOf(pcmu).toString('base64') } : row;
}
