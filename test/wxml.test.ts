import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packNpm } from '../scripts/pack-npm';
import { compileWxml, compileWxss } from '../scripts/wechat-compiler';

/** WeChat's own compilers over every page and component, as DevTools runs them. */
describe('the Mini Program', () => {
  beforeAll(async () => void (await packNpm()));

  it('has WXML that WeChat compiles', () => {
    expect(compileWxml()).toContain('$gwx');
  });

  it('has WXSS that WeChat compiles', () => {
    expect(() => compileWxss()).not.toThrow();
  });
});

describe('the compilers', () => {
  const root = mkdtempSync(join(tmpdir(), 'wxml-'));
  afterAll(() => rmSync(root, { recursive: true }));
  const write = (file: string, text: string) => {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  };

  it('name the place of what is wrong', () => {
    write('pages/a/index.wxml', '<view>\n  <text>a</view>\n</text>');
    expect(() => compileWxml(root)).toThrow(/pages\/a\/index\.wxml:2/);
    write('pages/a/index.wxss', '.a { color: red; }\n}');
    expect(() => compileWxss(root)).toThrow(/pages\/a\/index\.wxss\(/);
  });
});
