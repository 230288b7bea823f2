import { AppError, type ErrorCode, type ErrorDetails } from '../shared/errors/catalogue';
import { errorText } from '../shared/text/zh';
import { elder } from './session';

/** The failure as the catalogue knows it; what is not an `AppError` is a fault of ours and goes to the log. */
export function asAppError(failure: unknown): AppError {
  if (failure instanceof AppError) return failure;
  console.error(failure);
  return new AppError('system.internal');
}

/** What happened, why and what to do, in Chinese. */
export function sentenceFor(failure: unknown): string {
  const { code, details } = asAppError(failure);
  return errorText(code, details);
}

/** Shows why something did not work; it stays until it is read. Resolves when closed. */
export const showError = (failure: unknown): Promise<void> => say(sentenceFor(failure));

/** The same for a failure that is only stored as a code (outbox). */
export const showRefusal = (code: ErrorCode, details: ErrorDetails): Promise<void> => say(errorText(code, details));

/** A short good news, for `ms`. In elder mode nothing vanishes by itself, so it waits for a tap. */
export function tell(text: string, ms = 2_000): void {
  if (elder.get()) void say(text);
  else wx.showToast({ title: text, icon: 'none', duration: ms });
}

/** A sentence with one answer. Resolves when it is closed. */
export async function say(text: string): Promise<void> {
  await modal({ content: text, showCancel: false, confirmText: '知道了' });
}

export interface Question {
  readonly title?: string;
  readonly text: string;
  /** At most four characters each: WeChat allows no more. */
  readonly yes: string;
  readonly no?: string;
}

/** A question with two answers; true for yes. A page that needs more room uses `confirm-sheet`. */
export async function ask({ title = '', text, yes, no = '先不' }: Question): Promise<boolean> {
  return modal({ title, content: text, confirmText: yes, cancelText: no });
}

/** One of at most six short answers from below; answers its place, undefined when the person went back. */
export function choose(title: string, answers: readonly string[]): Promise<number | undefined> {
  return new Promise((resolve) => {
    wx.showActionSheet({
      alertText: title,
      itemList: [...answers],
      success: ({ tapIndex }) => resolve(tapIndex),
      fail: () => resolve(undefined),
    });
  });
}

function modal(option: WechatMiniprogram.ShowModalOption): Promise<boolean> {
  return new Promise((resolve) => {
    wx.showModal({ ...option, success: ({ confirm }) => resolve(confirm), fail: () => resolve(false) });
  });
}
