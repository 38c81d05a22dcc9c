import { readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');
const SERVER = ['libs/dto', 'libs/server', 'apps/api', 'apps/dialer'];
const NOT_SHIPPED = /\.(spec|builder|contract)\.ts$|(^|\/)(testing|e2e)\//;

const { dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  dependencies: Record<string, string>;
};

describe('an image without the packages for development', () => {
  it('has every package that the server imports', () => {
    const missing = SERVER.flatMap(importsOf).filter(
      ([name]) => !isBuiltin(name) && !name.startsWith('@belltower/') && !dependencies[name],
    );
    expect(missing).toEqual([]);
  });
});

/** Each package that shipped code needs at run time, and a file that imports it; types alone are left out. */
function importsOf(folder: string): [name: string, file: string][] {
  const files = readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !NOT_SHIPPED.test(file),
  );
  return files.flatMap((file) => {
    const text = readFileSync(join(ROOT, folder, file), 'utf8');
    const imports = text.matchAll(/^(?:import|export) (?!type )[^;]*?from '([^.'][^']*)'/gm);
    return [...imports].map(([, path = '']): [string, string] => [
      packageOf(path),
      `${folder}/${file}`,
    ]);
  });
}

function packageOf(path: string): string {
  return path
    .split('/')
    .slice(0, path.startsWith('@') ? 2 : 1)
    .join('/');
}
