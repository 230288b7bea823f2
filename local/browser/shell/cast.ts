import type { Persona } from '../../ports';
import { element } from '../runtime/ui/dom';

export interface CastActions {
  take(persona: Persona): void;
  putBeside(persona: Persona): void;
}

const DEVICES: Record<Persona['device'], string> = { phone: '', tablet: '平板', desktop: '电脑', plain: '老人机' };

/** The people whom one can be. */
export function showCast(root: HTMLElement, personas: readonly Persona[], actions: CastActions): void {
  root.replaceChildren(
    ...personas.map((persona) => {
      const name = element('strong', {}, persona.title);
      if (DEVICES[persona.device] !== '') name.append(element('small', {}, DEVICES[persona.device]));
      const lines = [name, element('span', {}, persona.about)];
      if (persona.code !== undefined) lines.push(element('span', { class: 'code' }, `邀请码 ${persona.code}`));
      return element(
        'div',
        { class: 'person', 'data-persona': persona.key },
        element('button', { class: 'person-take', onclick: () => actions.take(persona) }, ...lines),
        element(
          'button',
          {
            class: 'person-beside',
            title: '放到旁边',
            'aria-label': `把${persona.title}的手机放到旁边`,
            onclick: () => actions.putBeside(persona),
          },
          '＋',
        ),
      );
    }),
  );
}

/** Marks whose phones lie on the table. */
export function markCast(root: HTMLElement, keys: readonly string[]): void {
  for (const person of root.querySelectorAll<HTMLElement>('.person')) {
    person.classList.toggle('is-here', keys.includes(person.dataset.persona ?? ''));
  }
}
