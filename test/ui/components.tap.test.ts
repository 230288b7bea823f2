import { describe, expect, test, vi } from 'vitest';
import { fakePhone } from './support/fake-wx';
import { listen, settle, shown, simulate, tap } from './support/mount';

const app = simulate(fakePhone());

describe('big-button', () => {
  test('tells its page of a tap', async () => {
    const button = app.mount('components/big-button', { label: '加入日历' });
    await settle();
    const taps = listen(button, 'tap');
    await tap(shown(button.dom, '加入日历'));
    expect(taps).toHaveLength(1);
  });

  test.each([{ loading: true }, { disabled: true }])('does nothing while %o', async (state) => {
    const button = app.mount('components/big-button', { label: '加入日历', ...state });
    await settle();
    const onTap = vi.spyOn(button.instance as unknown as { triggerEvent: () => void }, 'triggerEvent');
    (button.instance.onTap as () => void)();
    expect(onTap).not.toHaveBeenCalled();
  });
});

describe('choice-chips', () => {
  const choices = ['身体好', '想家', '作业难'].map((label, index) => ({ value: String(index), label }));

  test('several answers keep the order of the choices', async () => {
    const chips = app.mount('components/choice-chips', { choices, multiple: true });
    await settle();
    const changes = listen(chips, 'change');
    await tap(shown(chips.dom, '作业难'));
    await tap(shown(chips.dom, '身体好'));
    await tap(shown(chips.dom, '作业难'));
    expect(changes).toEqual([{ value: ['2'] }, { value: ['0', '2'] }, { value: ['0'] }]);
  });

  test('one answer replaces the other and, where one is needed, cannot be taken back', async () => {
    const chips = app.mount('components/choice-chips', { choices, value: ['0'], required: true });
    await settle();
    const changes = listen(chips, 'change');
    await tap(shown(chips.dom, '想家'));
    await tap(shown(chips.dom, '想家'));
    expect(changes.at(-1)).toEqual({ value: ['1'] });
    expect(chips.querySelectorAll('.chip--on')).toHaveLength(1);
  });

  test('does nothing while it is disabled', async () => {
    const chips = app.mount('components/choice-chips', { choices, disabled: true });
    await settle();
    const changes = listen(chips, 'change');
    await tap(shown(chips.dom, '想家'));
    expect(changes).toEqual([]);
  });
});

describe('face-picker', () => {
  test("a child's face can be changed", async () => {
    const picker = app.mount('components/face-picker');
    await settle();
    const changes = listen(picker, 'change');
    await tap(shown(picker.dom, '不开心'));
    await tap(shown(picker.dom, '还行'));
    expect(changes).toEqual([{ value: 'low' }, { value: 'so_so' }]);
    expect(picker.querySelectorAll('.face--on')).toHaveLength(1);
  });
});

describe('list-row', () => {
  test('the row opens and the action acts, each by itself', async () => {
    const row = app.mount('components/list-row', {
      key: 'r1',
      name: '王小雨',
      fact: '9 天前',
      action: '打电话',
      opens: true,
    });
    await settle();
    const [opened, acted] = [listen(row, 'open'), listen(row, 'act')];
    await tap(shown(row.dom, '打电话'));
    await tap(shown(row.dom, '王小雨'));
    expect({ opened, acted }).toEqual({ opened: [{ key: 'r1' }], acted: [{ key: 'r1' }] });
  });

  test('a row that opens nothing says nothing when it is tapped', async () => {
    const row = app.mount('components/list-row', { key: 'r1', name: '王小雨' });
    await settle();
    const opened = listen(row, 'open');
    await tap(shown(row.dom, '王小雨'));
    expect(opened).toEqual([]);
  });
});

describe('confirm-sheet', () => {
  test('waits for one of two answers', async () => {
    const sheet = app.mount('components/confirm-sheet', {
      open: true,
      title: '取消这次通话？',
      yes: '取消通话',
      no: '不取消',
    });
    await settle(400);
    const [yes, no] = [listen(sheet, 'yes'), listen(sheet, 'no')];
    await tap(shown(sheet.dom, '取消通话'));
    await tap(shown(sheet.dom, '不取消'));
    expect([yes.length, no.length]).toEqual([1, 1]);
  });

  test('stays when the second tap of the same finger lands beside it', async () => {
    const sheet = app.mount('components/confirm-sheet', { open: true, title: '聊了几分钟？' });
    await settle();
    const no = listen(sheet, 'no');
    const beside = () => (sheet.instance.onVisible as (event: object) => void)({ detail: { visible: false } });
    beside();
    expect(no).toHaveLength(0);
    await settle(600);
    beside();
    expect(no).toHaveLength(1);
  });
});
