import type { MediaState } from '../../../miniprogram/shared/domain/media';
import type { MediaCheck } from '../data/documents';
import type { Transaction } from '../data/store';
import type { Deps } from '../kernel/deps';
import { judgeLetter, seeToLetter } from '../letters/voices';
import { judgeAnswer } from '../notices/said';
import { goOn, judgeMedia } from '../notices/verdicts';
import { judgeFile } from '../records/files';

/** What a checked file is part of, and what a verdict means there. */
interface Owner {
  /** How long WeChat is asked again before the file is held, in ms. */
  readonly patience: number;
  /** Takes down the state of the file, in the transaction that takes down the verdict. `at` is now. */
  readonly judge: (tx: Transaction, check: MediaCheck, state: MediaState, at: number) => Promise<void>;
  /** What follows when the verdict is kept; may be cut short and run again. */
  readonly after?: (deps: Pick<Deps, 'store' | 'now' | 'schoolOf' | 'wake'>, refId: string) => Promise<unknown>;
}

const HOUR = 3_600_000;

export const OWNERS: Readonly<Record<MediaCheck['of'], Owner>> = {
  record: { patience: 72 * HOUR, judge: judgeFile },
  /** A notice waits for it, so its sender must learn soon that it will not leave; and after two hours WeChat does not check for somebody who left (D). */
  notice: { patience: 2 * HOUR, judge: judgeMedia, after: goOn },
  /** What a family said to a notice. */
  answer: { patience: 72 * HOUR, judge: judgeAnswer },
  /** What it says is sealed by the job, or taken away where it was not let through. */
  letter: { patience: 72 * HOUR, judge: judgeLetter, after: seeToLetter },
};
