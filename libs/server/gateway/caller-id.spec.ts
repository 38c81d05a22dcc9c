import { CallerIdPolicy } from '@belltower/dto';
import { CallerIdRules, callerIdShown } from './caller-id';

const rules = (values: Partial<CallerIdRules>): CallerIdRules => ({
  callerId: null,
  callerIdPolicy: CallerIdPolicy.Campaign,
  callerIdsAllowed: [],
  ...values,
});
const OWN = '+12025550100';
const ASKED = '+12025550199';
const { Own, Listed } = CallerIdPolicy;

describe('the number that a gateway shows', () => {
  it.each([
    ['the campaign’s', {}, ASKED, ASKED],
    ['the campaign’s before its own', { callerId: OWN }, ASKED, ASKED],
    ['its own where the campaign names none', { callerId: OWN }, null, OWN],
    ['left to the network where nobody names one', {}, null, null],
    ['always its own', { callerIdPolicy: Own, callerId: OWN }, ASKED, OWN],
    [
      'the campaign’s if listed',
      { callerIdPolicy: Listed, callerIdsAllowed: [OWN, ASKED] },
      ASKED,
      ASKED,
    ],
    [
      'listed with or without the plus',
      { callerIdPolicy: Listed, callerIdsAllowed: ['12025550199'] },
      ASKED,
      ASKED,
    ],
    [
      'the first listed for one that is not',
      { callerIdPolicy: Listed, callerIdsAllowed: [OWN] },
      ASKED,
      OWN,
    ],
    [
      'its own for one that is not listed',
      { callerIdPolicy: Listed, callerIdsAllowed: ['+12025550101'], callerId: OWN },
      ASKED,
      OWN,
    ],
    [
      'the first listed where the campaign names none',
      { callerIdPolicy: Listed, callerIdsAllowed: [OWN] },
      null,
      OWN,
    ],
  ])('is %s', (_, values, asked, shown) => {
    expect(callerIdShown(rules(values), asked)).toBe(shown);
  });
});
