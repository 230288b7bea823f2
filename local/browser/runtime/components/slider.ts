import { element } from '../ui/dom';
import { defineBuiltin } from './define';

/** `slider`: `changing` while it moves, `change` when it is let go. */
export function defineSlider(): void {
  defineBuiltin('slider', {
    properties: {
      min: Number,
      max: [Number, 100],
      step: [Number, 1],
      value: Number,
      disabled: Boolean,
      name: String,
      showValue: Boolean,
      activeColor: [String, '#1aad19'],
      backgroundColor: [String, '#e9e9e9'],
      blockSize: [Number, 28],
      blockColor: [String, '#ffffff'],
    },
    create: (host) => {
      const range = element('input', { type: 'range' });
      const shown = element('em');
      host.element.append(range, shown);
      let initial = 0;
      const draw = () => {
        for (const name of ['min', 'max', 'step'] as const) range[name] = String(host.get(name));
        range.value = String(host.get('value'));
        range.disabled = host.get<boolean>('disabled');
        const { min, max, value } = range;
        const filled = ((Number(value) - Number(min)) / (Number(max) - Number(min) || 1)) * 100;
        const { style } = host.element;
        style.setProperty('--filled', `${filled}%`);
        style.setProperty('--active', host.get('activeColor'));
        style.setProperty('--track', host.get('backgroundColor'));
        style.setProperty('--block', host.get('blockColor'));
        style.setProperty('--block-size', `${host.get('blockSize')}px`);
        shown.textContent = host.get<boolean>('showValue') ? range.value : '';
      };
      const moved = (event: Event, name: 'changing' | 'change') => {
        event.stopPropagation();
        const value = Number(range.value);
        host.set({ value });
        host.trigger(name, { value });
      };
      range.addEventListener('input', (event) => moved(event, 'changing'));
      range.addEventListener('change', (event) => moved(event, 'change'));
      return {
        changed: draw,
        attached: () => {
          initial = host.get<number>('value');
        },
        control: { value: () => Number(range.value), reset: () => host.set({ value: initial }) },
      };
    },
  });
}
