import { describe, expect, test } from 'vitest';
import type { CadenceRow, OwnKind } from '../../miniprogram/shared/contract';
import { ok, refuse } from './support/fake-wx';
import { type Mounted, settle, shown, tap, textOf } from './support/mount';
import { teacherPhone } from './support/teacher-phone';

const { phone, keepAllDrafts, show, askedFor, serve } = teacherPhone();
const RULES = 'features/care/pages/rules';
const KINDS = 'features/care/pages/kinds';
const inputs = (method: string) => askedFor(method).map(({ input }) => input);

const rule = (id: string, over: Partial<CadenceRow> = {}): CadenceRow => ({
  ...{ id, name: '每月家访', window: 'month', times: 1, counts: ['visit'], for: 'left_behind', by: 'mentor' },
  ...{ since: '2026-09-01', until: null, pausedBy: ['holiday'] },
  ...over,
});
const DAY: OwnKind = {
  ...{ id: 'own_day', name: '课后托管', book: 'life', about: 'child', photos: 0, voices: 0 },
  fields: [{ id: 'q1', label: '做了什么', type: 'text', max: 500 }],
  ...{ writers: ['teacher'], readers: ['teacher'], families: null, feeds: [] },
};

/** What the school has, as the phone hears it; a save that saw something else is refused, as the school does. */
function school(kept: { rules: CadenceRow[]; own: OwnKind[] }) {
  const answer = (saved: unknown, seen: unknown, keep: () => void) => {
    if (JSON.stringify(seen) !== JSON.stringify(saved)) return refuse('common.stale');
    keep();
    return ok({ done: true });
  };
  serve({
    'cadence.rules': () => ok({ rules: kept.rules, presets: [rule('month_visit')] }),
    'records.kinds': () => ok({ own: kept.own, hidden: [] }),
    'cadence.saveRules': ({ seen, rules }: { seen: CadenceRow[]; rules: CadenceRow[] }) =>
      answer(kept.rules, seen, () => {
        kept.rules = rules;
      }),
    'records.saveKinds': ({ seen, own }: { seen: { own: OwnKind[] }; own: OwnKind[] }) =>
      answer(kept.own, seen.own, () => {
        kept.own = own;
      }),
  });
}
const give = (page: Mounted, handler: string, value: unknown, dataset: object = {}): void =>
  (page.instance[handler] as (event: object) => void)({ detail: { value }, currentTarget: { dataset } });

/** The system throws the app out, and the person opens the page again. */
async function killed(page: Mounted, path: string): Promise<Mounted> {
  keepAllDrafts();
  page.detach();
  return show(path);
}

describe('a rule', () => {
  test('that is half typed is still there when the app was killed, and is saved with the rest', async () => {
    school({ rules: [rule('month_visit')], own: [] });
    const page = await show(RULES);
    await tap(shown(page.dom, '加一条'));
    give(page, 'onName', '每周谈心');
    const again = await killed(page, RULES);
    expect(textOf(again)).toContain('接着上次写的');
    expect(again.instance.data.rule).toMatchObject({ name: '每周谈心' });
    give(again, 'onCounts', ['talk']);
    await tap(shown(again.dom, '好了'));
    const third = await killed(again, RULES);
    expect(textOf(third)).not.toContain('接着上次写的');
    await tap(shown(third.dom, '就这样定'));
    await settle(50);
    expect(inputs('cadence.saveRules')).toMatchObject([
      { seen: [{ id: 'month_visit' }], rules: [{ id: 'month_visit' }, { name: '每周谈心', counts: ['talk'] }] },
    ]);
    expect(textOf(await killed(third, RULES))).not.toContain('就这样定');
  });

  test('that is given up is not there the next time', async () => {
    school({ rules: [rule('month_visit')], own: [] });
    const page = await show(RULES);
    await tap(shown(page.dom, '加一条'));
    give(page, 'onName', '每周谈心');
    await tap(shown(page.dom, '不改了'));
    expect((await killed(page, RULES)).instance.data.rule).toBeNull();
  });

  test('that is changed while another head adds one: both stay', async () => {
    const kept = { rules: [rule('month_visit')], own: [] };
    school(kept);
    const page = await show(RULES);
    await tap(shown(page.dom, '加一条'));
    give(page, 'onName', '每周谈心');
    give(page, 'onCounts', ['talk']);
    await tap(shown(page.dom, '好了'));
    kept.rules = [...kept.rules, rule('own_rule_theirs', { name: '他们加的' })];
    await tap(shown(page.dom, '就这样定'));
    await settle(50);
    expect(phone.said.join()).toContain('刚才别人也改了');
    expect(textOf(page)).toContain('他们加的');
    await tap(shown(page.dom, '就这样定'));
    await settle(50);
    expect(kept.rules.map(({ name }) => name)).toEqual(['每月家访', '他们加的', '每周谈心']);
  });
});

test('a kind that is half typed is still there when the app was killed, words to choose from as they were typed', async () => {
  school({ rules: [], own: [DAY] });
  const page = await show(KINDS);
  await tap(shown(page.dom, '加一种记录'));
  give(page, 'onName', '劳动课');
  give(page, 'onType', ['chips'], { i: 0 });
  give(page, 'onChoices', '扫地、', { i: 0 });
  const again = await killed(page, KINDS);
  expect(textOf(again)).toContain('接着上次写的');
  expect(again.instance.data.kind).toMatchObject({ name: '劳动课', fields: [{ type: 'chips', choices: ['扫地'] }] });
  expect(Object.values(again.instance.data.typed as object)).toEqual(['扫地、']);
  give(again, 'onChoices', '扫地、浇水', { i: 0 });
  give(again, 'onLabel', '做了什么', { i: 0 });
  await tap(shown(again.dom, '好了'));
  await tap(shown(again.dom, '就这样定'));
  await settle(50);
  expect(inputs('records.saveKinds')).toMatchObject([{ seen: { own: [DAY] }, own: [DAY, { name: '劳动课' }] }]);
});
