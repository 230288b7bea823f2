import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { collections } from '../cloudfunctions/_server/data/collections';
import { PICTURES } from '../scripts/pictures';
import { filesOf, ROOT, read } from './support/sources';

/** What the documents say of the tree must be so. */

const DOCUMENTS = ['README.md', 'miniprogram/README.md', 'local/browser/README.md', ...filesOf(['docs'], /\.md$/)];
/** Folders from which a document may name a file, as `booking/claim.ts` of the server. */
const BASES = [
  '',
  'cloudfunctions/_server/',
  'miniprogram/',
  'miniprogram/shared/',
  'docs/',
  'local/browser/',
  'test/',
];

const words = (text: string): string[] => [...text.matchAll(/`([^`\n]+)`/g)].flatMap(([, word = '']) => word);
const isFile = (word: string): boolean => /^[\w.-]+(?:\/[\w.-]+)+\.(?:ts|mjs|json|md|wxss|wxml)$/.test(word);

describe.each(DOCUMENTS)('%s', (document) => {
  const text = read(document);

  it('names files that are there', () => {
    const missing = words(text)
      .filter(isFile)
      .filter((word) => !BASES.some((base) => existsSync(join(ROOT, base, word))));
    expect(missing).toEqual([]);
  });

  it('links to what is there', () => {
    const links = [...text.matchAll(/\]\(([^)#]+?)(?:#[^)]*)?\)/g)].map(([, link = '']) => link);
    const missing = links
      .filter((link) => !/^https?:/.test(link))
      .filter((link) => !existsSync(join(ROOT, dirname(document), link)));
    expect(missing).toEqual([]);
  });

  it('names collections, methods and commands that are there', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const commands = [...text.matchAll(/npm run ([\w:]+)/g)].map(([, name = '']) => name);
    expect(commands.filter((name) => !(name in scripts))).toEqual([]);
    const named = [...text.matchAll(/collections? `(\w+)`/g)].map(([, name = '']) => name);
    expect(named.filter((name) => !(name in collections))).toEqual([]);
  });
});

describe('README.md', () => {
  const text = read('README.md');

  it('lists every npm script', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const listed = [...text.matchAll(/^\| `npm (?:run )?([\w:]+)` \|/gm)].map(([, name = '']) => name);
    expect(listed.sort()).toEqual(Object.keys(scripts).sort());
  });

  it.each(['miniprogram/shared/contract/ledger.ts', 'cloudfunctions/_server/ledger/handlers.ts'])(
    'quotes %s as it is',
    (file) => {
      const source = read(file).replace(/\s+/g, ' ');
      const quotes = [...text.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, quote = '']) =>
        quote.replace(/\s+/g, ' ').trim(),
      );
      expect(quotes.some((quote) => quote.includes("'ledger.child'") && source.includes(quote))).toBe(true);
    },
  );

  it('shows the pictures that the tests make', () => {
    for (const picture of Object.keys(PICTURES)) expect(text).toContain(`docs/pictures/${picture}.png`);
  });
});
