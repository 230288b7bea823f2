import { element } from '../ui/dom';
import { type Behaviour, defineBuiltin, type Host, type Properties } from './define';

const SHARED: Properties = {
  value: String,
  name: String,
  placeholder: String,
  placeholderClass: [String, 'input-placeholder'],
  placeholderStyle: String,
  disabled: Boolean,
  maxlength: [Number, 140],
  focus: Boolean,
  autoFocus: Boolean,
  confirmType: [String, 'done'],
  confirmHold: Boolean,
  cursor: null,
  selectionStart: [Number, -1],
  selectionEnd: [Number, -1],
  cursorSpacing: null,
  adjustPosition: null,
  holdKeyboard: Boolean,
};

/** Which keyboard a phone would show. */
const KEYBOARDS: Record<string, string> = {
  number: 'numeric',
  digit: 'decimal',
  tel: 'tel',
  idcard: 'text',
  text: 'text',
  nickname: 'text',
};

type Field = HTMLInputElement | HTMLTextAreaElement;

/** `input` and `textarea`: a field of the browser inside, WeChat's events outside. */
export function defineInputs(): void {
  defineBuiltin('input', {
    properties: { ...SHARED, type: [String, 'text'], password: Boolean },
    create: (host) => {
      const field = element('input', { autocomplete: 'off' });
      field.addEventListener('keydown', ({ key, isComposing }) => {
        if (key !== 'Enter' || isComposing) return;
        host.trigger('confirm', { value: field.value });
        if (!host.get<boolean>('confirmHold')) field.blur();
      });
      return fieldBehaviour(host, field, (name, value) => {
        if (name === 'type') field.inputMode = KEYBOARDS[String(value)] ?? 'text';
        if (name === 'password') field.type = value === true ? 'password' : 'text';
      });
    },
  });
  defineBuiltin('textarea', {
    properties: {
      ...SHARED,
      autoHeight: Boolean,
      fixed: Boolean,
      showConfirmBar: [Boolean, true],
      disableDefaultPadding: Boolean,
    },
    attributes: ['autoHeight'],
    create: (host) => {
      const field = element('textarea', { rows: 1 });
      const fit = () => {
        if (!host.get<boolean>('autoHeight')) return;
        field.style.height = 'auto';
        field.style.height = `${field.scrollHeight}px`;
        const lineHeight = Number.parseFloat(getComputedStyle(field).lineHeight) || 1;
        host.trigger('linechange', {
          height: field.scrollHeight,
          lineCount: Math.round(field.scrollHeight / lineHeight),
        });
      };
      field.addEventListener('input', fit);
      const behaviour = fieldBehaviour(host, field, (name) => {
        if (name === 'value' || name === 'autoHeight') requestAnimationFrame(fit);
      });
      return { ...behaviour, attached: () => requestAnimationFrame(fit) };
    },
  });
}

function fieldBehaviour(host: Host, field: Field, own: (name: string, value: unknown) => void): Behaviour {
  const placeholder = element('span', { class: 'field-placeholder', 'aria-hidden': 'true' });
  const showPlaceholder = () => {
    placeholder.hidden = field.value !== '';
  };
  host.element.append(placeholder, field);
  let initial = '';
  const typed = (event: Event) => {
    event.stopPropagation();
    host.set({ value: field.value });
    showPlaceholder();
    host.trigger('input', { value: field.value, cursor: field.selectionStart ?? field.value.length, keyCode: 0 });
  };
  field.addEventListener('input', typed);
  field.addEventListener('focus', () => host.trigger('focus', { value: field.value, height: 0 }));
  field.addEventListener('blur', () => {
    host.set({ focus: false });
    host.trigger('blur', { value: field.value, cursor: field.selectionStart ?? 0 });
  });
  const changed = (name: string, value: unknown) => {
    if (name === 'value') {
      const text = String(value ?? '');
      if (field.value !== text) field.value = text;
      showPlaceholder();
    } else if (name === 'placeholder') {
      placeholder.textContent = String(value);
      field.setAttribute('aria-placeholder', String(value));
    } else if (name === 'placeholderClass') showPlaceholderClass(host, placeholder, String(value));
    else if (name === 'placeholderStyle') placeholder.setAttribute('style', String(value));
    else if (name === 'disabled') field.disabled = value === true;
    else if (name === 'maxlength') setMaxLength(field, Number(value));
    else if (name === 'ariaLabel') field.setAttribute('aria-label', String(value));
    else if ((name === 'focus' || name === 'autoFocus') && value === true) setTimeout(() => field.focus());
    own(name, value);
  };
  return {
    changed,
    attached: () => {
      initial = field.value;
    },
    activate: () => field.focus(),
    control: {
      value: () => field.value,
      reset: () => {
        field.value = initial;
        host.set({ value: initial });
        showPlaceholder();
      },
    },
  };
}

/** −1 is no limit. */
function setMaxLength(field: Field, length: number): void {
  if (length >= 0) field.maxLength = length;
  else field.removeAttribute('maxlength');
}

/** A class of the page or component that wrote the input, so it may carry that one's prefix. */
function showPlaceholderClass(host: Host, placeholder: HTMLElement, names: string): void {
  const owner = host.component.ownerShadowRoot?.getHostNode();
  const prefix = owner?.getBackendElement() as unknown as HTMLElement | null;
  const scope = prefix?.getAttribute('wx-host') ?? owner?.getComponentOptions().styleScope;
  const scopeName =
    typeof scope === 'number' ? owner?.getRootBehavior().ownerSpace.styleScopeManager.queryName(scope) : scope;
  const classes = names.split(/\s+/).filter(Boolean);
  const scoped = scopeName ? classes.map((name) => `${scopeName}--${name}`) : [];
  placeholder.className = ['field-placeholder', ...classes, ...scoped].join(' ');
}
