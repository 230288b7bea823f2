import { element } from '../ui/dom';
import { sheet } from '../ui/sheet';
import { WheelColumn } from '../ui/wheel';
import { defineBuiltin, type Host } from './define';
import { type ColumnModel, modelFor } from './picker-model';

/** `picker`: a tap opens wheels from the bottom. Modes selector, multiSelector, date and time. */
export function definePicker(): void {
  defineBuiltin('picker', {
    properties: {
      mode: [String, 'selector'],
      range: [null, []],
      rangeKey: String,
      value: null,
      start: String,
      end: String,
      fields: [String, 'day'],
      disabled: Boolean,
      name: String,
      headerText: String,
    },
    create: (host) => {
      let initial: unknown = null;
      let open = false;
      const activate = async () => {
        if (host.get<boolean>('disabled') || open) return;
        open = true;
        await choose(host);
        open = false;
      };
      host.element.addEventListener('click', () => void activate());
      return {
        activate: () => void activate(),
        attached: () => {
          initial = host.get('value');
        },
        control: { value: () => host.get('value'), reset: () => host.set({ value: initial }) },
      };
    },
  });
}

async function choose(host: Host): Promise<void> {
  const model = modelFor(host.get('mode'), (name) => host.get(name));
  const confirmed = await sheet('picker', false, (answer) => [
    element(
      'div',
      { class: 'picker-head' },
      element('button', { class: 'picker-cancel', onclick: () => answer(false) }, '取消'),
      element('strong', {}, host.get<string>('headerText')),
      element('button', { class: 'picker-confirm', onclick: () => answer(true) }, '确定'),
    ),
    wheels(host, model),
  ]);
  if (!confirmed) {
    host.trigger('cancel', {});
    return;
  }
  const value = model.value();
  host.set({ value });
  host.trigger('change', { value });
}

function wheels(host: Host, model: ColumnModel): HTMLElement {
  const made: WheelColumn[] = [];
  const draw = () => {
    model.columns().forEach((items, index) => {
      made[index]?.show(items, model.indexes()[index] ?? 0);
    });
  };
  model.columns().forEach((_, index) => {
    const column = new WheelColumn((chosen) => {
      model.choose(index, chosen);
      if (host.get<string>('mode') === 'multiSelector') host.trigger('columnchange', { column: index, value: chosen });
      // the page may have changed the other columns in answer
      requestAnimationFrame(draw);
    });
    made.push(column);
  });
  requestAnimationFrame(draw);
  return element('div', { class: 'wheels' }, ...made.map((column) => column.element));
}
