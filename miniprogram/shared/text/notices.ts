import type { MediaState } from '../domain/media';
import type { NoticeStatus } from '../domain/notices';

/** What the sender must know about the check of the recorded voice; empty where there is nothing to know. */
export function voiceNews({
  status,
  voice,
}: {
  readonly status: NoticeStatus;
  readonly voice: MediaState | null;
}): string {
  if (status === 'checking') return '录音正在检查，一般几秒钟就发出去';
  if (status === 'held') return '录音没通过微信的检查，通知没发出去。请重新录一段再发';
  if (voice === 'checking') return '文字发出去了，录音正在检查';
  return voice === 'held' ? '录音没通过微信的检查，只发了文字' : '';
}
