import * as contract from '@belltower/dto';
import { Dto, fieldOptionsOf, rulesOf, standardSchema } from '@belltower/dto';
import type { OpenAPIObject } from '@nestjs/swagger';
import { getMetadataStorage } from 'class-validator';
import { DTOS } from '../openapi/describe-dtos';
import { exampleRecord } from '../openapi/example';
import { UNDERSTOOD_RULES } from '../openapi/property-schema';
import { startApi, TestApi } from '../testing/start-api';

type Schema = Record<string, unknown>;

/** Fields of which a record's own rules cannot be met by an example: another record must be there first. */
const isInput = (dto: Dto) => dto.name.endsWith('Input');

describe('the OpenAPI document', () => {
  let api: TestApi;
  let document: OpenAPIObject;
  beforeAll(async () => {
    api = await startApi();
    document = (await api.anonymous.get<OpenAPIObject>('/api/openapi.json')).body;
  });
  afterAll(() => api.close());

  const schemaOf = (dto: Dto) => document.components?.schemas?.[dto.name] as Schema | undefined;
  const findingsOf = (judge: (dto: Dto, property: string) => string | false) =>
    DTOS.flatMap((dto) =>
      [...fieldOptionsOf(dto).keys()].map((property) => judge(dto, property)).filter(Boolean),
    );

  it('is of version 3.1 and holds every class of the contract', () => {
    expect(document.openapi).toBe('3.1.0');
    expect(DTOS.filter((dto) => !schemaOf(dto)).map(({ name }) => name)).toEqual([]);
    expect(DTOS.length).toBeGreaterThan(20);
  });

  it('gives every property of every class a type', () => {
    const findings = findingsOf((dto, property) => {
      const schema = (schemaOf(dto)?.['properties'] as Record<string, Schema>)[property];
      return (
        !hasType(schema) && `${dto.name}.${property} has no type: give it a rule that implies one`
      );
    });
    expect(findings).toEqual([]);
  });

  it('understands every rule', () => {
    const findings = findingsOf((dto, property) => {
      const unknown = [...rulesOf(dto, property).keys()].filter(
        (rule) => !UNDERSTOOD_RULES.includes(rule),
      );
      return (
        unknown.length > 0 &&
        `${dto.name}.${property} has the rules ${unknown.join(', ')}, which nobody reads`
      );
    });
    expect(findings).toEqual([]);
  });

  it('misses no property that has a rule but no label', () => {
    const findings = DTOS.flatMap((dto) =>
      getMetadataStorage()
        .getTargetValidationMetadatas(dto, '', true, false)
        .filter(({ propertyName }) => !fieldOptionsOf(dto).has(propertyName))
        .map(({ propertyName }) => `${dto.name}.${propertyName} has rules but no @Field`),
    );
    expect([...new Set(findings)]).toEqual([]);
  });

  it('misses no class whose name says that it belongs to the contract', () => {
    const named = Object.entries(contract as Record<string, unknown>)
      .filter(
        ([name, value]) => typeof value === 'function' && /^[A-Z]\w*(Input|View|Query)$/.test(name),
      )
      .map(([name]) => name);
    expect(named.filter((name) => !DTOS.some((dto) => dto.name === name))).toEqual([]);
  });

  it('shows examples that every rule accepts', () => {
    const findings = DTOS.filter(isInput).flatMap((dto) => {
      const { issues = [] } = standardSchema(dto)['~standard'].validate(exampleRecord(dto));
      return issues.map(
        ({ path, message }) =>
          `${dto.name}.${path.join('.')}: ${message} — give its @Field an \`example\``,
      );
    });
    expect(findings).toEqual([]);
  });

  it('suggests no filter to who tries a list', () => {
    const filters = operations().flatMap(
      ({ parameters = [] }) => parameters as { in: string; schema?: Schema }[],
    );
    expect(
      filters.filter((parameter) => parameter.in === 'query' && parameter.schema?.['example']),
    ).toEqual([]);
  });

  it('leads nowhere that is not there', () => {
    const known = Object.keys(document.components?.schemas ?? {}).map(
      (name) => `#/components/schemas/${name}`,
    );
    const refs = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, ref]) => ref);
    expect(refs.filter((ref) => !known.includes(ref ?? ''))).toEqual([]);
  });

  it('names every operation once, every parameter of its path, its answer and its errors', () => {
    const ids = operations().map(({ operationId }) => operationId);
    expect(ids).toHaveLength(new Set(ids).size);
    const findings = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.values(item as Record<string, OpenAPIObject['paths'][string]['get']>).flatMap(
        (operation) => {
          const declared = (operation?.parameters ?? []) as { in: string; name: string }[];
          const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
          const missing = inPath.filter(
            (name) => !declared.some((it) => it.in === 'path' && it.name === name),
          );
          const answers = Object.keys(operation?.responses ?? {});
          const isWhole =
            answers.some((status) => status.startsWith('2')) && answers.includes('422');
          return missing.length || !isWhole
            ? [`${operation?.operationId}: ${missing.join()} ${answers.join()}`]
            : [];
        },
      ),
    );
    expect(findings).toEqual([]);
  });

  it('has nothing that version 3.1 has given up', () => {
    expect(JSON.stringify(document)).not.toMatch(/"nullable"|"exclusiveMinimum":(true|false)/);
  });

  function operations() {
    return Object.values(document.paths).flatMap(
      (item) => Object.values(item as object) as { operationId: string; parameters?: object[] }[],
    );
  }
});

function hasType(schema: Schema | undefined): boolean {
  if (!schema) return false;
  if (schema['type'] === 'array') return hasType(schema['items'] as Schema);
  const { $ref, allOf, anyOf, oneOf, type } = schema;
  return !!($ref ?? allOf ?? anyOf ?? oneOf ?? type);
}
