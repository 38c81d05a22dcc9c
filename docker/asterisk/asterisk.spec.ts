import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const files = readdirSync(__dirname).filter((name) => name.endsWith('.conf'));
const textOf = (name: string) => readFileSync(join(__dirname, name), 'utf8');
const guide = readFileSync(join(__dirname, '../../docs/asterisk.md'), 'utf8');
const placeholdersIn = (text: string) =>
  [...text.matchAll(/\$\{?([A-Z_]+)\}?/g)].map(([, name]) => name!);

describe('the configuration of Asterisk', () => {
  it('holds no password itself', () => {
    const passwords = files.flatMap((name) => textOf(name).match(/^password = .*$/gm) ?? []);
    expect(passwords).toHaveLength(2);
    for (const line of passwords) expect(line).toMatch(/^password = \$\{[A-Z_]+\}$/);
  });

  it('is filled in with what the guide says, all of it', () => {
    const wanted = new Set(files.flatMap((name) => placeholdersIn(textOf(name))));
    const filled = /envsubst '([^']+)'/.exec(guide)![1]!;
    expect(new Set(placeholdersIn(filled))).toEqual(wanted);
    for (const name of wanted) expect(guide).toMatch(new RegExp(`\\b${name}=`));
  });
});
