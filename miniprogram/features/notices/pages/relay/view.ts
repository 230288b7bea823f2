import { AppError, type ErrorCode } from '../../../../shared/errors/catalogue';

/** The code that a slip's QR brings: `s=K7…`, or the same within WeChat's encoded `scene`. Empty when there is none. */
export function codeFrom({ s, scene }: { readonly s: string; readonly scene: string }): string {
  if (s) return clean(s);
  const [, inScene = ''] = /(?:^|&|%26)s(?:=|%3D)([^&%]*)/i.exec(scene) ?? [];
  return clean(inScene);
}
const clean = (code: string): string => code.replace(/[^0-9a-z]/gi, '').slice(0, LONGEST);
/** The contract takes no more. */
const LONGEST = 24;

/** What the page shows: what to do, or what came of it. */
export interface RelayPage {
  readonly phase: 'ask' | 'done' | 'over';
  readonly headline: string;
  readonly lines: readonly string[];
}

export const ASK: RelayPage = {
  phase: 'ask',
  headline: '请帮忙带句话',
  lines: ['看看纸条上写的话。', '当面说给那家人听。', '说到了，点下面的按钮。'],
};

export const thanks = (again: boolean): RelayPage => ({
  phase: 'done',
  headline: '谢谢您！',
  lines: [again ? '这张纸条早先已经记下了，不用再点。' : '学校知道话带到了。', '这一页可以关掉了。'],
});

/** What a refusal means for a stranger; `undefined` for what the usual sentence says. */
export function refusalOf(code: ErrorCode): RelayPage | undefined {
  const lines = REFUSALS[code];
  return lines && { phase: 'over', ...lines };
}
const UNKNOWN = {
  headline: '认不出这个码',
  lines: ['话还请照样带到。', '方便的话，跟学校的老师说一声。'],
};
const REFUSALS: Readonly<Partial<Record<ErrorCode, Pick<RelayPage, 'headline' | 'lines'>>>> = {
  'notices.slip-unknown': UNKNOWN,
  'input.invalid': UNKNOWN,
  'notices.over': { headline: '这张纸条不用带了', lines: ['学校后来改了，会另外说。', '谢谢您！'] },
};

/** Without a network nothing is lost: the paper is still there. */
export const LATER = '没有网络。话请先带到，纸条留好，等有网了再扫一次、点一下。';

/** A slip that cannot be read at all is refused before anybody is asked. */
export const noCode = (): AppError => new AppError('notices.slip-unknown');
