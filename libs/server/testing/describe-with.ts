import { existsSync } from 'node:fs';
import { SIPP } from './sipp';

/** Suites that need programs of Debian's: left out where one is missing, unless everything is required. */
export function describeWith(programs: readonly string[]): jest.Describe {
  const missing = programs.filter((program) => !existsSync(program));
  if (!missing.length || process.env['REQUIRE_ALL']) return describe;
  console.warn(`Left out without ${missing.join(', ')}: see CONTRIBUTING.md for what to install.`);
  return describe.skip;
}

export const describeWithSipp = describeWith([SIPP]);
