import { HOME, ROUTES } from './routes';

/** A code in threes, as it is read out: 482177305 → 482 177 305. */
export const inThrees = (code: string): string => code.replace(/(\d{3})(?=\d)/g, '$1 ');

/** What WeChat hands on: the way of a code, with words and a picture that show neither name nor code. Without a code only the app. */
export const shareOf = (
  code: string | null,
): { readonly title: string; readonly path: string; readonly imageUrl: string } => ({
  title: '学校给您的邀请，请打开看看',
  path: code === null ? HOME : `${ROUTES.bind}?c=${code.replace(/ /g, '')}`,
  imageUrl: '/assets/share/invite.png',
});
