import { beforeEach, describe, expect, test, vi } from 'vitest';
import { codeFrom } from '../../miniprogram/features/notices/pages/relay/view';
import { fakePhone, ok, refuse } from './support/fake-wx';
import { type Mounted, settle, shown, simulate, tap, textOf } from './support/mount';

const phone = fakePhone();
Object.assign(phone.wx, { pageScrollTo: vi.fn() });
const app = simulate(phone);
const { watchNetwork } = app.module<typeof import('../../miniprogram/services/network')>('services/network');
watchNetwork();
const CODE = 'K7MNPQR2STUVWX34';

beforeEach(() => {
  phone.forget();
  phone.setNetwork(true);
});

/** Scanned by somebody whom no school knows. */
const scanned = (scene = encodeURIComponent(`s=${CODE}`)): Promise<Mounted> =>
  app.show('features/notices/pages/relay', { scene });
async function told(page: Mounted): Promise<string> {
  await tap(shown(page.dom, '已转告'));
  await settle(150);
  return textOf(page);
}

describe('the code of a slip', () => {
  test.each([
    [{ s: CODE, scene: '' }, CODE],
    [{ s: '', scene: `s%3D${CODE}` }, CODE],
    [{ s: '', scene: `a%3D1%26s%3D${CODE}` }, CODE],
    [{ s: '', scene: `s=${CODE}&x=1` }, CODE],
    [{ s: '', scene: 'c%3D482177305' }, ''],
    [{ s: '<script>', scene: '' }, 'script'],
    [{ s: 'A'.repeat(99), scene: '' }, 'A'.repeat(24)],
  ])('%j', (query, code) => expect(codeFrom(query)).toBe(code));
});

describe('a neighbour who scanned a slip', () => {
  test('is asked nothing, sees no name, and taps once', async () => {
    phone.serve = () => ok({ again: false });
    const page = await scanned();
    // Nobody is asked who that is.
    expect(phone.asked).toEqual([]);
    expect(await told(page)).toContain('谢谢您');
    expect(phone.asked.map(({ method, input, as }) => [method, input, as])).toEqual([
      ['notices.relay', { code: CODE }, undefined],
    ]);
    expect(textOf(page)).not.toContain('已转告');
  });

  test('is told when it was noted before', async () => {
    phone.serve = () => ok({ again: true });
    expect(await told(await scanned())).toContain('早先已经记下了');
  });

  test.each([
    ['notices.slip-unknown', '认不出这个码'],
    ['input.invalid', '认不出这个码'],
    ['notices.over', '这张纸条不用带了'],
  ])('learns kindly of %s', async (code, words) => {
    phone.serve = () => refuse(code);
    expect(await told(await scanned())).toContain(words);
  });

  test('without a code in it nobody is bothered', async () => {
    expect(await told(await scanned(''))).toContain('认不出这个码');
    expect(phone.asked).toEqual([]);
  });

  test('without a network keeps the paper and taps later', async () => {
    phone.serve = () => ok({ again: false });
    const page = await scanned();
    phone.setNetwork(false);
    expect(await told(page)).toContain('纸条留好');
    phone.setNetwork(true);
    expect(await told(page)).toContain('谢谢您');
  });
});
