import { type EaselElement, type GeneralComponent, glassEasel } from '../framework/easel';
import { defineBuiltin, type Host } from './define';

interface ChoiceGroup {
  readonly members: Set<Host>;
  /** A member was switched by the person. */
  changed(member: Host): void;
}

const groups = new WeakMap<GeneralComponent, ChoiceGroup>();

/** `checkbox`, `radio`, their groups, and `switch`. */
export function defineChoices(): void {
  for (const kind of ['checkbox', 'radio'] as const) {
    defineGroup(kind);
    defineBuiltin(kind, {
      properties: { value: String, checked: Boolean, disabled: Boolean, color: [String, '#09bb07'] },
      attributes: ['checked', 'disabled'],
      create: (host) => choiceBehaviour(host, kind),
    });
  }
  defineBuiltin('switch', {
    properties: {
      checked: Boolean,
      disabled: Boolean,
      name: String,
      color: [String, '#04be02'],
      type: [String, 'switch'],
    },
    attributes: ['checked', 'disabled', 'type'],
    create: switchBehaviour,
  });
}

function choiceBehaviour(host: Host, kind: 'checkbox' | 'radio') {
  let group: ChoiceGroup | undefined;
  host.element.setAttribute('role', kind);
  const activate = () => {
    if (host.get<boolean>('disabled')) return;
    const checked = host.get<boolean>('checked');
    if (kind === 'radio' && checked) return;
    host.set({ checked: !checked });
    group?.changed(host);
  };
  host.element.addEventListener('click', activate);
  return {
    activate,
    attached: () => {
      group = groupAround(host.component, `wx/${kind}-group`);
      group?.members.add(host);
    },
    detached: () => group?.members.delete(host),
    changed: (name: string, value: unknown) => showChecked(host, name, value),
  };
}

function showChecked(host: Host, name: string, value: unknown): void {
  if (name === 'color') host.element.style.setProperty('--checked', String(value));
  if (name === 'checked') host.element.setAttribute('aria-checked', String(value === true));
}

function groupAround(component: GeneralComponent, is: string): ChoiceGroup | undefined {
  for (let at: EaselElement | null = component; at !== null; at = at.getComposedParent()) {
    if (glassEasel.Component.isComponent(at) && at.is === is) return groups.get(at);
  }
  return undefined;
}

function defineGroup(kind: 'checkbox' | 'radio'): void {
  const single = kind === 'radio';
  defineBuiltin(`${kind}-group`, {
    properties: { name: String },
    create: (host) => {
      host.element.setAttribute('role', single ? 'radiogroup' : 'group');
      const members = new Set<Host>();
      // in the order in which they stand on the page
      const inOrder = () => [...members].sort((a, b) => (a.element.compareDocumentPosition(b.element) & 4 ? -1 : 1));
      const chosen = () => inOrder().filter((member) => member.get<boolean>('checked'));
      const value = () => {
        const values = chosen().map((member) => member.get<string>('value'));
        return single ? (values[0] ?? '') : values;
      };
      groups.set(host.component, {
        members,
        changed(member) {
          if (single) for (const other of members) if (other !== member) other.set({ checked: false });
          host.trigger('change', { value: value() });
        },
      });
      let initial: readonly Host[] = [];
      return {
        attached: () => requestAnimationFrame(() => (initial = chosen())),
        control: {
          value,
          reset: () => {
            for (const member of members) member.set({ checked: initial.includes(member) });
          },
        },
      };
    },
  });
}

function switchBehaviour(host: Host) {
  let initial = false;
  host.element.setAttribute('role', 'switch');
  const activate = () => {
    if (host.get<boolean>('disabled')) return;
    const checked = !host.get<boolean>('checked');
    host.set({ checked });
    host.trigger('change', { value: checked });
  };
  host.element.addEventListener('click', activate);
  return {
    activate,
    attached: () => {
      initial = host.get<boolean>('checked');
    },
    changed: (name: string, value: unknown) => showChecked(host, name, value),
    control: { value: () => host.get<boolean>('checked'), reset: () => host.set({ checked: initial }) },
  };
}
