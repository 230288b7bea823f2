import type { SharedCard } from '../../phone-config';
import type { Page } from '../pages/page';
import { mediaUrl } from '../system/media-url';
import { post } from '../system/server';
import { element } from './dom';
import { dialog } from './modal';

interface ShareContent {
  readonly title?: string;
  readonly path?: string;
  readonly imageUrl?: string;
  readonly promise?: Promise<ShareContent>;
}

const APP_NAME = '亲情连线';
/** WeChat waits no longer for the promise of `onShareAppMessage`. */
const PATIENCE_MS = 3000;

/** Asks the page what it shares, shows the card as a chat would, and sends it to the class's group. */
export async function shareSheet(page: Page, source: object): Promise<void> {
  const content = await contentOf((page.call('onShareAppMessage', source) ?? {}) as ShareContent);
  const address = content.imageUrl === undefined ? undefined : await mediaUrl(content.imageUrl, page.path);
  const picture = address === undefined ? undefined : await dataUrl(address);
  const query = Object.entries(page.query).map(([name, value]) => `${name}=${value}`);
  const own = [page.path, ...(query.length === 0 ? [] : [query.join('&')])].join('?');
  await send({
    title: content.title ?? APP_NAME,
    path: (content.path ?? own).replace(/^\//, ''),
    ...(picture === undefined ? {} : { picture }),
  });
}

/** Sends a picture of this phone to the group. */
export const sendPicture = async (address: string): Promise<void> =>
  send({ title: '图片', picture: await dataUrl(address) });

async function contentOf({ promise, ...content }: ShareContent): Promise<ShareContent> {
  if (promise === undefined) return content;
  const late = new Promise<ShareContent>((resolve) => setTimeout(() => resolve({}), PATIENCE_MS));
  return { ...content, ...(await Promise.race([promise, late])) };
}

async function send(card: SharedCard): Promise<void> {
  const body = element('div', { class: 'share-card' }, element('strong', {}, card.title));
  if (card.picture !== undefined) body.append(element('img', { src: card.picture, alt: '' }));
  if (card.path !== undefined) body.append(element('small', {}, card.path));
  const sent = await dialog('share', { title: '发送到班级群', body }, [
    { text: '取消', value: false },
    { text: '发送', value: true, tone: 'main' },
  ]);
  if (sent) await post('share', card);
}

async function dataUrl(address: string): Promise<string> {
  const blob = await (await fetch(address)).blob();
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result as string);
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
}
