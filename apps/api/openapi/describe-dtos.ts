import * as contract from '@belltower/dto';
import { Dto, fieldOptionsOf, fieldsOf } from '@belltower/dto';
import { ApiProperty } from '@nestjs/swagger';
import { propertyOf } from './property-schema';

/** Every class of the contract that has labelled properties. */
export const DTOS: readonly Dto[] = (Object.values(contract) as unknown[]).filter(
  (exported): exported is Dto =>
    typeof exported === 'function' && 'prototype' in exported && fieldOptionsOf(exported).size > 0,
);

let described = false;

/** Tells Nest's OpenAPI module about every DTO what `@Field` and the validation rules say already. */
export function describeDtos(): void {
  if (described) return;
  for (const dto of DTOS) {
    for (const spec of fieldsOf(dto)) ApiProperty(propertyOf(dto, spec))(dto.prototype, spec.name);
  }
  described = true;
}
