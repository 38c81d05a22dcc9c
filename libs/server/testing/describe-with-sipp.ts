import { existsSync } from 'node:fs';
import { SIPP } from './sipp';

/** Suites that need sipp: left out where it is missing, unless everything is required. */
export const describeWithSipp: jest.Describe =
  existsSync(SIPP) || process.env['REQUIRE_ALL'] ? describe : missing();

function missing(): jest.Describe {
  console.warn('No sipp: apt-get install sip-tester for the tests against a real SIP peer.');
  return describe.skip;
}
