import { Dto, FieldSpec, fieldsFor } from '@belltower/dto';
import { DataSource } from 'typeorm';
import { exampleRecord } from '../openapi/example';
import type { RouteFacts } from '../openapi/routes';
import type { Client } from './client';
import { BODIES, SEEDS } from './seeds';

/** An account with somebody who may do everything in it, and a word that stands in all of its texts. */
export interface Party {
  accountId: number;
  owner: Client;
  word: string;
  /** First digits of all of its numbers. */
  numbers: string;
}

/** What a seed may use. */
export interface Surroundings {
  database: DataSource;
  operator: Client;
  /** What `POST` to a collection reads; undefined where nothing can be posted. */
  posts: (collection: string) => RouteFacts | undefined;
}

export type Id = number | string;

/** What takes long to make, and is not deleted by a request that names it in its body. */
const KEPT = ['audio'];

/**
 * Gives accounts one record of whatever a route or a relation names, through the API where a record can
 * be posted, else as `seeds.ts` says.
 */
export class Records {
  private readonly known = new Map<string, Promise<Id>>();
  private count = 0;
  /** Of its own: there are a hundred numbers only. */
  private numbers = 0;

  constructor(readonly surroundings: Surroundings) {}

  /** Always the same record of a collection such as `phonebooks` or `platform/accounts/{accountId}/users`. */
  one(party: Party, collection: string): Promise<Id> {
    const key = `${party.accountId} ${collection}`;
    const known = this.known.get(key) ?? this.another(party, collection);
    this.known.set(key, known);
    return known;
  }

  /** A new record of a collection. */
  async another(party: Party, collection: string): Promise<Id> {
    const seed = SEEDS[collection];
    if (seed) return seed(this, party);
    const facts = this.surroundings.posts(collection);
    if (!facts?.body) {
      throw new Error(
        `Nothing can be posted to ${collection}: say in apps/api/testing/seeds.ts how to make a record of it.`,
      );
    }
    const client = collection.startsWith('platform/') ? this.surroundings.operator : party.owner;
    const body = await this.body(party, facts.body);
    const path = await this.path(party, collection);
    const answer = await client.post<{ id?: Id }>(path, body);
    if (answer.status >= 300 || answer.body.id === undefined) {
      throw new Error(
        `POST ${path} with ${JSON.stringify(body)} answered ${answer.status} ${JSON.stringify(answer.body)}: ` +
          `say in apps/api/testing/seeds.ts what a good ${facts.body.name} is.`,
      );
    }
    return answer.body.id;
  }

  /** The path with records of the party in the place of its parameters, but for those given. */
  async path(party: Party, path: string, given: Record<string, Id> = {}): Promise<string> {
    let filled = path.replace('{format}', 'csv');
    for (const { parameter, collection } of parametersOf(path)) {
      const id = given[parameter] ?? (await this.one(party, collection));
      filled = filled.replace(`{${parameter}}`, encodeURIComponent(id));
    }
    return filled;
  }

  /**
   * A body that every rule of its class accepts and that names records of the party only: the usual ones, or
   * new ones for a request that may delete what it names.
   */
  async body(
    party: Party,
    dto: Dto,
    { fresh = false }: { fresh?: boolean } = {},
  ): Promise<Record<string, unknown>> {
    const named = (collection: string) =>
      fresh && !KEPT.includes(collection)
        ? this.another(party, collection)
        : this.one(party, collection);
    const number = ++this.count;
    const own = BODIES[dto.name]?.(party) ?? {};
    const body: Record<string, unknown> = { ...exampleRecord(dto), ...own };
    for (const spec of fieldsFor(dto, body)) {
      if (spec.relation) body[spec.name] = valueOf(spec, await named(spec.relation));
      else if (isText(spec) && !(spec.name in own)) body[spec.name] = `${party.word} ${number}`;
      else if (spec.kind === 'phone' && !(spec.name in own))
        body[spec.name] = numberOf(party, ++this.numbers);
      else if (spec.kind === 'email') body[spec.name] = `${party.word}${number}@example.org`;
    }
    return body;
  }
}

/** The parameters of a path that name records, each with the collection it is of. */
export function parametersOf(path: string): { parameter: string; collection: string }[] {
  return [...path.matchAll(/\/\{(\w*[iI]d)\}/g)].map((match) => ({
    parameter: match[1]!,
    collection: path.slice(0, match.index),
  }));
}

/** How a relation's field holds an id. */
export function valueOf({ many }: FieldSpec, id: Id): unknown {
  return many ? [id] : id;
}

/** A number that is fictional and nobody else's here. */
export function numberOf({ numbers }: Party, count: number): string {
  return numbers + String(count % 100).padStart(2, '0');
}

/** Fields in which any words will do. */
function isText({ kind, many, pattern, options, of, maxLength, minLength }: FieldSpec): boolean {
  const isFree = (kind === 'text' || kind === 'multiline') && !many && !pattern && !options && !of;
  return isFree && maxLength !== undefined && maxLength >= 60 && (minLength ?? 0) <= 10;
}
