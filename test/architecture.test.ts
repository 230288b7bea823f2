import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { deployedFunctions } from '../scripts/functions';
import { code, filesOf, type Import, importsOf, ROOT, reachableFrom, read } from './support/sources';

/** The borders of docs/architecture.md as data: who may import what, and which words may stand where. */

const PRODUCT = ['miniprogram', 'cloudfunctions'];
const SCRIPTS = /(?<!\.d)\.ts$/;

interface ImportBorder {
  readonly rule: string;
  /** Files the border is about. */
  readonly files: RegExp;
  /** Of those, the ones it leaves alone. */
  readonly except?: RegExp;
  readonly forbids: (imported: Import, file: string) => boolean;
}

const own =
  (pattern: RegExp) =>
  ({ library, target }: Import) =>
    library === undefined && pattern.test(target);
const library =
  (...names: readonly string[]) =>
  (imported: Import) =>
    names.includes(imported.library ?? '');

const IMPORT_BORDERS: readonly ImportBorder[] = [
  {
    rule: 'shared imports nothing but shared, dayjs and valibot',
    files: /^miniprogram\/shared\//,
    forbids: (imported) =>
      imported.library === undefined
        ? !imported.target.startsWith('miniprogram/shared/')
        : !['dayjs', 'valibot'].includes(imported.library),
  },
  {
    rule: 'only calendar.ts imports dayjs',
    files: /./,
    except: /^miniprogram\/shared\/domain\/calendar\.ts$/,
    forbids: library('dayjs'),
  },
  {
    rule: 'the phone loads no valibot: contracts are imported as types',
    files: /^miniprogram\/(?!shared\/contract\/)/,
    forbids: (imported) =>
      !imported.typeOnly && (library('valibot')(imported) || own(/\/shared\/contract\//)(imported)),
  },
  {
    rule: 'the Mini Program imports its own files and TDesign',
    files: /^miniprogram\/(?!shared\/)/,
    forbids: (imported) =>
      imported.library === undefined
        ? !imported.target.startsWith('miniprogram/')
        : imported.library !== 'tdesign-miniprogram',
  },
  {
    rule: 'a subpackage does not import another one',
    files: /^miniprogram\/features\//,
    forbids: (imported, file) =>
      own(/^miniprogram\/features\//)(imported) && !imported.target.startsWith(file.split('/').slice(0, 3).join('/')),
  },
  {
    rule: 'the main package does not import subpackages',
    files: /^miniprogram\/(?!features\/)/,
    forbids: own(/^miniprogram\/features\//),
  },
  {
    rule: 'functions import _server and shared',
    files: /^cloudfunctions\//,
    forbids: (imported) =>
      imported.library === undefined && !/^(?:cloudfunctions\/_server|miniprogram\/shared)\//.test(imported.target),
  },
  {
    rule: 'only data/store.ts and wechat/ know the SDK, and the root that makes it',
    files: /^cloudfunctions\//,
    except: /^cloudfunctions\/_server\/(?:data\/store|kernel\/compose|wechat\/\w+)\.ts$/,
    forbids: library('@cloudbase/node-sdk', 'wx-server-sdk'),
  },
  {
    rule: 'the product does not know what only runs here',
    files: /./,
    forbids: own(/^(?:local|test|scripts)\//),
  },
];

describe('imports', () => {
  const files = filesOf(PRODUCT, SCRIPTS);
  const imports = new Map(files.map((file) => [file, importsOf(file)]));

  it('are found', () => {
    expect([...imports.values()].flat().length).toBeGreaterThan(50);
    expect(imports.get('miniprogram/shared/domain/calendar.ts')).toContainEqual({
      target: 'dayjs',
      library: 'dayjs',
      typeOnly: false,
    });
  });

  it.each(IMPORT_BORDERS)('$rule', ({ files: about, except, forbids }) => {
    const crossed = files
      .filter((file) => about.test(file) && !except?.test(file))
      .flatMap((file) =>
        (imports.get(file) ?? [])
          .filter((imported) => forbids(imported, file))
          .map(({ target }) => `${file} → ${target}`),
      );
    expect(crossed).toEqual([]);
  });

  it.each(['staff', 'reports'])('what serves staff about letters cannot open one: letters/%s.ts', (name) => {
    const opens = [...reachableFrom(`cloudfunctions/_server/letters/${name}.ts`)].filter((file) =>
      /_server\/letters\/(?:inside|secret|voices|open|reseal|copy)\.ts$/.test(file),
    );
    expect(opens).toEqual([]);
  });

  it.each(['api', 'wechat', 'jobs'])('%s starts without the libraries for documents', (name) => {
    const heavy = [...reachableFrom(`cloudfunctions/${name}/main.ts`)].filter((file) =>
      importsOf(file).some(
        (imported) => !imported.typeOnly && library('docx', 'read-excel-file', 'write-excel-file')(imported),
      ),
    );
    expect(heavy).toEqual([]);
  });
});

interface WordBorder {
  readonly rule: string;
  readonly files: RegExp;
  readonly except?: RegExp;
  readonly word: RegExp;
}

const WORD_BORDERS: readonly WordBorder[] = [
  {
    rule: 'only services/call.ts mentions wx.cloud',
    files: /^miniprogram\/.*\.ts$/,
    except: /^miniprogram\/services\/call\.ts$/,
    word: /\bwx\.cloud\b/,
  },
  { rule: 'shared knows no wx', files: /^miniprogram\/shared\//, word: /\bwx\./ },
  {
    rule: 'view.ts is pure',
    files: /^miniprogram\/.*\/view\.ts$/,
    word: /\bwx\.|\bDate\.now\b|new Date\(\)|Math\.random/,
  },
  {
    rule: 'shared and handlers read neither clock nor dice',
    files: /^(?:miniprogram\/shared|cloudfunctions\/_server)\//,
    except: /^cloudfunctions\/_server\/kernel\/(?:compose|deps)\.ts$/,
    word: /\bDate\.now\b|\bnew Date\(\)|\bMath\.random\b|\bdayjs\(\)/,
  },
  {
    rule: 'only _server/letters opens letters: nobody else names their vault, nor a file of letters that does',
    files: /^cloudfunctions\/.*\.ts$/,
    except: /^cloudfunctions\/_server\/(?:letters\/\w+|kernel\/(?:compose|deps)|data\/crypto)\.ts$/,
    word: /\bletterVault\b|\bcreateLetterVault\b|letters\/inside\b/,
  },
  {
    rule: 'colours stand in styles/tokens.wxss',
    files: /^miniprogram\/.*\.(?:wxss|wxml|ts)$/,
    except: /^miniprogram\/styles\/tokens\.wxss$/,
    word: /(?<![\w&/])#(?:[\da-f]{3,4}|[\da-f]{6}|[\da-f]{8})\b|\brgba?\(|\bhsla?\(/i,
  },
  {
    rule: 'a component property is not called slot',
    files: /^miniprogram\/.*\.ts$/,
    word: /^\s*slot: (?:String|Object|Array|\{)/m,
  },
  {
    rule: 'no file hides a type error',
    files: /\.ts$/,
    word: /@ts-(?:ignore|nocheck|expect-error)|\bas any\b|: any\b/,
  },
];

describe('words', () => {
  it.each(WORD_BORDERS)('$rule', ({ files: about, except, word }) => {
    const crossed = filesOf(PRODUCT, about)
      .filter((file) => !except?.test(file))
      .flatMap((file) => {
        // Suppressions are comments themselves.
        const text = about.source === '\\.ts$' ? read(file) : code(file);
        const found = word.exec(text)?.[0];
        return found === undefined ? [] : [`${file}: ${found.trim()}`];
      });
    expect(crossed).toEqual([]);
  });

  it('fit on a few screens a file', () => {
    const long = filesOf(PRODUCT, /(?<!glyphs)\.(?:ts|wxml|wxss|wxs)$/)
      .map((file) => ({ file, lines: read(file).split('\n').length - 1 }))
      .filter(({ lines }) => lines > 350);
    expect(long).toEqual([]);
  });
});

interface AppJson {
  readonly pages: readonly string[];
  readonly subpackages: readonly { readonly root: string; readonly pages: readonly string[] }[];
}

describe('pages', () => {
  const app = JSON.parse(read('miniprogram/app.json')) as AppJson;
  const listed = [
    ...app.pages,
    ...app.subpackages.flatMap(({ root, pages }) => pages.map((page) => `${root}/${page}`)),
  ];

  it('of app.json have their files; only a page with a look of its own has a wxss', () => {
    const missing = listed
      .flatMap((page) => ['ts', 'wxml', 'json'].map((extension) => `miniprogram/${page}.${extension}`))
      .filter((file) => !existsSync(join(ROOT, file)));
    expect(missing).toEqual([]);
  });

  it('that exist are listed in app.json', () => {
    const there = filesOf(['miniprogram'], /\/pages\/[^/]+\/index\.wxml$/).map((file) =>
      file.replace(/^miniprogram\/(.*)\.wxml$/, '$1'),
    );
    expect(there.filter((page) => !listed.includes(page))).toEqual([]);
  });
});

describe('functions', () => {
  it('are the same in cloudbaserc.json and on disk, each CommonJS with its permissions', () => {
    const deployed = deployedFunctions();
    const there = filesOf(['cloudfunctions'], /^cloudfunctions\/[^_/]+\/main\.ts$/).map((file) => file.split('/')[1]);
    expect(deployed.map(({ name }) => name).sort()).toEqual(there);
    for (const { name } of deployed) {
      expect(JSON.parse(read(`cloudfunctions/${name}/package.json`))).toMatchObject({
        type: 'commonjs',
        main: 'index.js',
      });
      expect(JSON.parse(read(`cloudfunctions/${name}/config.json`))).toHaveProperty('permissions.openapi');
    }
  });
});
