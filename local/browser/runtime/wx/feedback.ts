import { pages } from '../pages/stack';
import { mediaUrl } from '../system/media-url';
import { element } from '../ui/dom';
import { type DialogButton, dialog } from '../ui/modal';
import { choose } from '../ui/sheet';
import { hideToast, showToast } from '../ui/toast';
import { asyncApi } from './api';
import { WxFailure } from './failure';

interface ToastOptions {
  title?: string;
  icon?: 'success' | 'error' | 'loading' | 'none';
  image?: string;
  duration?: number;
  mask?: boolean;
}

interface ModalOptions {
  title?: string;
  content?: string;
  showCancel?: boolean;
  cancelText?: string;
  cancelColor?: string;
  confirmText?: string;
  confirmColor?: string;
  editable?: boolean;
  placeholderText?: string;
}

/** WeChat shows at most so many characters on the buttons of a dialog. */
const MAX_BUTTON_TEXT = 4;
const MAX_ACTIONS = 6;

export const feedbackApi = {
  showToast: asyncApi<ToastOptions>(
    'showToast',
    async ({ title = '', icon = 'success', image, duration = 1500, mask = false }) => {
      const picture = image && (await mediaUrl(image, pages.top.path));
      showToast({ title, icon, mask, duration, ...(picture ? { image: picture } : {}) });
    },
  ),
  hideToast: asyncApi('hideToast', hideToast),
  showLoading: asyncApi<ToastOptions>('showLoading', ({ title = '', mask = false }) =>
    showToast({ title, icon: 'loading', mask }),
  ),
  hideLoading: asyncApi('hideLoading', hideToast),
  showModal: asyncApi<ModalOptions>('showModal', showModal, { answerIsTap: true }),
  showActionSheet: asyncApi<{ itemList: string[]; itemColor?: string; alertText?: string }>(
    'showActionSheet',
    async ({ itemList, itemColor, alertText }) => {
      if (itemList.length > MAX_ACTIONS) throw new WxFailure('parameter error: itemList should not exceed 6 items');
      const tapIndex = await choose('action-sheet', itemList, {
        ...(alertText === undefined ? {} : { title: alertText }),
        ...(itemColor === undefined ? {} : { color: itemColor }),
      });
      if (tapIndex < 0) throw new WxFailure('cancel');
      return { tapIndex };
    },
  ),
};

async function showModal(options: ModalOptions): Promise<object> {
  const { title, content = '', showCancel = true, editable = false } = options;
  const { cancelText = '取消', confirmText = '确定', cancelColor, confirmColor } = options;
  if (Math.max(cancelText.length, confirmText.length) > MAX_BUTTON_TEXT)
    throw new WxFailure('parameter error: confirmText and cancelText should not be larger than 4 Chinese characters');
  const field = element('textarea', { class: 'dialog-field', rows: 2, placeholder: options.placeholderText ?? '' });
  field.value = content;
  const button = (text: string, value: boolean, color: string | undefined): DialogButton<boolean> => ({
    text,
    value,
    tone: value ? 'main' : 'plain',
    ...(color === undefined ? {} : { color }),
  });
  const confirmed = await dialog('modal', { ...(title ? { title } : {}), body: editable ? field : content }, [
    ...(showCancel ? [button(cancelText, false, cancelColor)] : []),
    button(confirmText, true, confirmColor),
  ]);
  return { confirm: confirmed, cancel: !confirmed, content: editable && confirmed ? field.value : null };
}
