import { element } from './dom';
import { openLayer } from './layers';

export interface DialogButton<T> {
  readonly text: string;
  readonly value: T;
  readonly tone?: 'main' | 'plain';
  readonly color?: string;
}

/** A dialog in the middle of the screen; answers the value of the button that was pressed. */
export function dialog<T>(
  kind: string,
  content: { readonly title?: string; readonly body: Node | string },
  buttons: readonly DialogButton<T>[],
): Promise<T> {
  return new Promise((resolve) => {
    const row = element('div', { class: 'dialog-buttons' });
    const title = content.title ? [element('h2', {}, content.title)] : [];
    const body = element('div', { class: 'dialog-body' }, content.body);
    const box = element('div', { class: 'dialog', role: 'dialog', 'aria-modal': 'true' }, ...title, body, row);
    const layer = openLayer(kind, box);
    for (const { text, value, tone = 'plain', color } of buttons) {
      const button = element('button', { class: `dialog-button is-${tone}` }, text);
      if (color !== undefined) button.style.color = color;
      button.onclick = () => {
        layer.close();
        resolve(value);
      };
      row.append(button);
    }
  });
}

/** A yes-or-no question of WeChat's own, such as before leaving a page. */
export const confirmSheet = (question: string): Promise<boolean> =>
  dialog('confirm', { body: question }, [
    { text: '取消', value: false },
    { text: '确定', value: true, tone: 'main' },
  ]);
