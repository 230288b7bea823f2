import type { Page } from '../pages/page';
import { mediaUrl } from '../system/media-url';
import { element } from './dom';
import { dialog } from './modal';

interface ShareCard {
  readonly title?: string;
  readonly path?: string;
  readonly imageUrl?: string;
  readonly promise?: Promise<ShareCard>;
}

/** Asks the page what it shares and shows the card as a chat would. */
export async function shareSheet(page: Page, source: object): Promise<void> {
  const answered = (page.call('onShareAppMessage', source) ?? {}) as ShareCard;
  const card = answered.promise === undefined ? answered : { ...answered, ...(await answered.promise) };
  const picture = card.imageUrl === undefined ? undefined : await mediaUrl(card.imageUrl, page.path);
  const body = element('div', { class: 'share-card' }, element('strong', {}, card.title ?? '亲情连线'));
  if (picture !== undefined) body.append(element('img', { src: picture, alt: '' }));
  body.append(element('small', {}, card.path ?? page.path));
  await dialog('share', { title: '发送给朋友', body }, [
    { text: '取消', value: false },
    { text: '发送', value: true, tone: 'main' },
  ]);
}
