import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

jest.setTimeout(60_000);

const ROOT = join(__dirname, '..', '..');
const RULE = '@nx/enforce-module-boundaries';

/** An import, as if it stood in a file, and whether the architecture allows it there. */
const IMPORTS: [file: string, imported: string, allowed: boolean][] = [
  ['libs/server/phonebook/x.ts', '@belltower/auth', true],
  ['libs/server/campaign/x.ts', '@belltower/phonebook', true],
  ['libs/server/campaign/x.spec.ts', '@belltower/testing', true],
  ['apps/api/x.ts', '@belltower/campaign', true],
  ['apps/web/app/x.ts', '@belltower/ui', true],
  ['libs/server/core/x.ts', '@belltower/phonebook', false],
  ['libs/server/phonebook/x.ts', '@belltower/campaign', false],
  ['libs/server/suppression/x.ts', '@belltower/contact', false],
  ['libs/server/gateway/x.ts', '@belltower/phonebook', false],
  ['libs/server/campaign/x.ts', '@belltower/testing', false],
  ['libs/server/campaign/x.ts', '../phonebook', false],
  ['libs/ui/x.ts', '@belltower/core', false],
  ['apps/web/app/x.ts', '@belltower/core', false],
  ['libs/dto/x.ts', '@belltower/core', false],
];

describe('lint holds imports against the architecture', () => {
  let refused: boolean[];
  beforeAll(() => {
    refused = lint(IMPORTS.map(([file, imported]) => [file, `export * from '${imported}';`]));
  });

  it.each(IMPORTS.map((row, index) => [...row, index] as const))(
    '%s importing %s: allowed is %s',
    (_file, _imported, allowed, index) => expect(refused[index]).toBe(!allowed),
  );
});

describe('every part of the server', () => {
  it.each(readdirSync(join(ROOT, 'libs', 'server')))('%s says which layer it is', (name) => {
    const file = join(ROOT, 'libs', 'server', name, 'project.json');
    expect(existsSync(file)).toBe(true);
    const { tags } = JSON.parse(readFileSync(file, 'utf8')) as { tags: string[] };
    expect(tags).toEqual([`layer:${name}`]);
  });
});

/** For each snippet, whether the rule complains; in a process of its own, as ESLint's configuration is ESM. */
function lint(snippets: [file: string, text: string][]): boolean[] {
  const script = `
    import { ESLint } from 'eslint';
    const eslint = new ESLint();
    const answers = [];
    for (const [filePath, text] of ${JSON.stringify(snippets)}) {
      const [{ messages }] = await eslint.lintText(text, { filePath });
      answers.push(messages.some(({ ruleId }) => ruleId === '${RULE}'));
    }
    console.log(JSON.stringify(answers));`;
  const said = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: ROOT,
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  return JSON.parse(said.trim().split('\n').at(-1) ?? '[]') as boolean[];
}
