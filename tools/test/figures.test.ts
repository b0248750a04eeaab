// Numbers that are told to people stand in one place; what repeats them has to say the same.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const read = (...path: string[]): string => readFileSync(join(import.meta.dirname, '..', '..', ...path), 'utf8');

it('the README tells as many fans at once as the plugin does', () => {
  const [, number = ''] = /FANS_AT_ONCE = ([\d_]+);/.exec(read('wordpress-plugin', 'src', 'Domain', 'Crowd.php')) ?? [];
  const fans = Number(number.replaceAll('_', ''));
  expect(fans).toBeGreaterThan(0);
  expect(read('README.md')).toContain(`**${fans.toLocaleString('en')} fans at once**`);
});
