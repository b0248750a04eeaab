import { describe, expect, it } from 'vitest';
import { checkModule } from './boundaries.ts';

const problems = (path: string, code: string) => checkModule(path, code).map(({ message }) => message);
const clean = (path: string, code: string) => expect(problems(path, code)).toEqual([]);
const refused = (path: string, code: string, message: RegExp) =>
  expect(problems(path, code)).toEqual([expect.stringMatching(message)]);

describe('dependencies point down', () => {
  it('refuses an upward import however it is written', () => {
    for (const code of [
      "import { x } from '@parterre/elements';",
      "export * from '@parterre/elements';",
      "const x = await import('@parterre/elements');",
      "type X = import('@parterre/elements').X;",
    ]) {
      refused('packages/backend/src/http.ts', code, /backend may not depend on elements/);
    }
    refused('packages/protocol/src/a.ts', "import '@parterre/rules';", /protocol may not depend on rules/);
    refused('packages/rules/src/a.ts', "import '../../protocol/src/index.ts';", /reaches into another package/);
    clean('packages/backend/src/memory.ts', "import { quote } from '@parterre/rules';");
  });

  it('gives elements only phases and formats of the rules', () => {
    const path = 'packages/elements/src/live-ticket/live-ticket.ts';
    refused(path, "import { price } from '@parterre/rules';", /prices, stock and points come from the server/);
    clean(
      path,
      "import { phaseOf } from '@parterre/rules/phase';\nimport { formatMoney } from '@parterre/rules/format';",
    );
    clean('packages/elements/src/live-ticket/live-ticket.test.ts', "import { price } from '@parterre/rules';");
  });

  it('keeps Node out of shipped sources, not out of tests', () => {
    refused('packages/backend/src/http.ts', "import { join } from 'node:path';", /does not exist in a browser/);
    clean('packages/backend/test/http.test.ts', "import { join } from 'node:path';");
  });
});

it('knows only the small zod', () => {
  refused('packages/protocol/src/a.ts', "import { z } from 'zod';", /zod\/mini/);
  refused('packages/protocol/generate/main.ts', "import * as z from 'zod/v4';", /zod\/mini/);
  clean('packages/protocol/src/a.ts', "import * as z from 'zod/mini';");
});

it('keeps the browser out of protocol and rules', () => {
  refused('packages/rules/src/a.ts', 'export const width = window.innerWidth;', /knows no browser/);
  refused('packages/protocol/src/a.ts', "export const x = () => fetch('/');", /uses fetch/);
  // A field may well be called what a global is called.
  clean('packages/protocol/src/a.ts', 'export const venue = { location: 1 };\nexport const place = venue.location;');
  clean('packages/rules/src/a.ts', 'export const open = (window: { from: number }) => window.from > 0;');
  clean('packages/elements/src/a.ts', 'export const width = window.innerWidth;');
});

it('lets no text become markup', () => {
  const path = 'packages/elements/src/live-chat/live-chat.ts';
  refused(path, 'el.innerHTML = text;', /innerHTML/);
  refused(path, 'el.insertAdjacentHTML("beforeend", text);', /insertAdjacentHTML/);
  refused(path, "import { unsafeHTML } from 'lit/directives/unsafe-html.js';", /unsafeHTML/);
  refused(path, "import { unsafeHTML as html } from 'lit/directives/unsafe-html.js';", /unsafeHTML/);
  refused(path, 'document.write(text);', /replaces the page/);
  clean(path, 'el.textContent = text;');
});
