import { app } from '../app';
import { element } from '../ui/dom';
import { openLayer } from '../ui/layers';
import { shareSheet } from '../ui/share';
import { choose } from '../ui/sheet';
import { showSettings } from '../wx/settings';
import { pages } from './stack';

/** What the three dots offer. */
const MENU: readonly { readonly text: string; readonly run: () => unknown }[] = [
  { text: '发送给朋友', run: () => shareSheet(pages.top, { from: 'menu' }) },
  { text: '设置', run: showSettings },
  { text: '重新进入小程序', run: () => location.reload() },
];

export async function capsuleMenu(): Promise<void> {
  const items = MENU.filter(
    ({ text }) => text !== '发送给朋友' || (pages.top.has('onShareAppMessage') && pages.top.sharesFromMenu),
  );
  const index = await choose(
    'capsule',
    items.map(({ text }) => text),
  );
  await items[index]?.run();
}

/** The ring of the capsule: the app goes to the background until the person comes back. */
export function leaveApp(): void {
  app.hide();
  const back = () => {
    layer.close();
    app.show();
  };
  const layer = openLayer('away', element('button', { class: 'away', onclick: back }, '小程序在后台，点一下回来'));
}
