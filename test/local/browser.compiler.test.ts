import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { type CompileResult, compileMiniProgram, formatProblem } from '../../local/browser/compiler';
import { copyFixture } from './browser.world';

const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** Compiles the sample app with some files changed. */
async function compile(changes: Readonly<Record<string, string>>): Promise<CompileResult> {
  const root = await copyFixture(changes);
  const out = mkdtempSync(join(tmpdir(), 'compiled-'));
  folders.push(root, out);
  return compileMiniProgram(root, out);
}

const problems = ({ errors }: CompileResult): string[] => errors.map(formatProblem);

const page = (wxml: string): Record<string, string> => ({ 'features/extra/pages/detail/index.wxml': wxml });

describe('what fails the build, with its place', () => {
  test.each([
    [
      'an unknown tag',
      page('<view>\n  <ghost />\n</view>'),
      'features/extra/pages/detail/index.wxml:2:3 unknown tag <ghost>',
    ],
    ['a wrong end tag', page('<view><text></view>'), 'features/extra/pages/detail/index.wxml:1:'],
    [
      'a handler nobody defines',
      page('<view bind:tap="onGone" />'),
      'index.wxml:1:7 bind:tap="onGone": no method "onGone"',
    ],
    [
      'a template that is missing',
      page('<import src="./gone.wxml" />'),
      'template features/extra/pages/detail/gone.wxml is missing',
    ],
    [
      'a component that is missing',
      { 'pages/lab/index.json': '{\n  "usingComponents": { "gone": "/components/gone/index" }\n}' },
      'pages/lab/index.json:2:24 component "gone" → "/components/gone/index" is not found',
    ],
    ['a module that is missing', { 'app.ts': "import './gone';\nApp({});" }, 'app.ts:1:9 cannot find module "./gone"'],
    ['a script that does not parse', { 'app.ts': 'App({\n  a: ,\n});' }, 'app.ts:2:6 Unexpected ","'],
    ['JSON that does not parse', { 'pages/lab/index.json': '{\n  "a": ,\n}' }, 'pages/lab/index.json:2:8'],
    [
      'a style that is missing',
      { 'app.wxss': "@import './gone.wxss';" },
      'app.wxss:1:10 @import "./gone.wxss" is not found',
    ],
    ['a style that does not parse', { 'app.wxss': '.a {\n  color: red' }, 'app.wxss:1:1 Unclosed block'],
    [
      'a picture of the package in a style',
      { 'app.wxss': '.a {\n  background: url(/assets/dot.png);\n}' },
      'app.wxss:2:3 url(/assets/dot.png): wxss may only use data: and https: resources',
    ],
    [
      'a tag name in the style of a component',
      { 'components/card/index.wxss': 'view {\n  color: red;\n}' },
      'components/card/index.wxss:1:1 "view": WeChat does not allow tag names',
    ],
    [
      'a script of another subpackage',
      { 'pages/lab/index.ts': "import '../../features/extra/pages/detail/index';\nPage({});" },
      '"../../features/extra/pages/detail/index" is in another subpackage',
    ],
  ])('%s', async (_, changes, expected) => {
    expect(problems(await compile(changes)).join('\n')).toContain(expected);
  });
});

test('the sample app compiles without a word, and a second time not at all', async () => {
  const root = await copyFixture();
  const out = mkdtempSync(join(tmpdir(), 'compiled-'));
  folders.push(root, out);
  const first = await compileMiniProgram(root, out);
  expect(problems(first)).toEqual([]);
  expect(first.pages).toContain('features/extra/pages/detail/index');
  expect(first.cached).toBe(false);
  expect((await compileMiniProgram(root, out)).cached).toBe(true);
});
