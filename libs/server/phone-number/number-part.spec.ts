import { readNumberPart } from './number-part';

describe('a part of a number', () => {
  it.each([
    ['(702) 555', { contains: '702555' }],
    ['555', { contains: '555' }],
    ['+34 612', { startsWith: '+34612' }],
    ['=+34 612 345 678', { equals: '+34612345678' }],
    ['=', { nothing: true }],
    ['+', { nothing: true }],
    ['34', { startsWith: '+34' }],
    ['1', { startsWith: '+1' }],
    ['*0157', { endsWith: '0157' }],
    ['* 555-0157', { endsWith: '5550157' }],
    ['*57', { startsWith: '+57' }],
    ['0612 34', { contains: '61234' }],
    ['0034 612', { contains: '34612' }],
    ['000', { contains: '000' }],
    ['０７９', { contains: '079' }],
    ['50%_\\', { startsWith: '+50' }],
    ['maria', { nothing: true }],
    ['', { nothing: true }],
  ])('%j is read as %j', (text, part) => {
    expect(readNumberPart(text)).toEqual(part);
  });
});
