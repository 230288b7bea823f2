import type { Output } from '../../../../shared/contract';
import { type Day, dayOf } from '../../../../shared/domain/calendar';
import { PURPOSE_WORDS } from '../../../../shared/text/files';
import { spokenDay } from '../../../../shared/text/time';

type Overview = Output<'privacy.overview'>;

export interface PurposeRow {
  readonly key: string;
  readonly name: string;
  /** 「128 个孩子同意，6 个不同意，54 个还没说」 */
  readonly fact: string;
}
export interface KeptRow {
  readonly key: string;
  readonly what: string;
  /** 「毕业后 3 年 · 上次清理：今天，删了 12 条」 */
  readonly keep: string;
  readonly why: string;
}
export interface PrivacyPage {
  readonly officer: string;
  readonly requests: string;
  readonly purposes: readonly PurposeRow[];
  readonly locks: { readonly title: string; readonly text: string };
  readonly kept: readonly KeptRow[];
  /** The years of which the audit's papers can be made, the one that is due first. */
  readonly years: readonly { readonly year: number; readonly label: string }[];
}

/** The year's audit is told to the authorities by the end of January (未成年人网络保护条例 37). */
const DUE = '01-31';

export const pageOf = ({ purposes, officer, openRequests, oldKey, retention }: Overview, today: Day): PrivacyPage => ({
  officer: officer ?? '',
  requests: openRequests > 0 ? `${openRequests} 家在等学校回话` : '现在没有要回话的',
  purposes: purposes.map(({ purpose, given, refused, unasked }) => ({
    key: purpose,
    name: PURPOSE_WORDS[purpose].name,
    fact: `${given} 个孩子同意，${refused} 个不同意，${unasked} 个还没说`,
  })),
  locks:
    oldKey > 0
      ? {
          title: '正在换钥匙',
          text: `还有 ${oldKey} 处用旧钥匙锁着。会自己换完，不用管；换完以前，旧钥匙不能丢。`,
        }
      : { title: '都锁好了', text: '电话、住址、身份证号在数据库里都是锁着的，用的是最新的钥匙。' },
  kept: retention.map((row) => keptRow(row, today)),
  years: yearsOf(today),
});

const keptRow = ({ what, keep, why, lastRun, removed }: Overview['retention'][number], today: Day): KeptRow => ({
  key: what,
  what,
  keep: lastRun === null ? keep : `${keep}。${spokenDay(dayOf(lastRun), today)}清理过，删了 ${removed} 条`,
  why,
});

function yearsOf(today: Day): PrivacyPage['years'] {
  const year = Number(today.slice(0, 4));
  const last = { year: year - 1, label: `${year - 1} 年的` };
  const present = { year, label: `${year} 年到今天的` };
  return today.slice(5) <= DUE ? [{ ...last, label: `${last.label}，1 月底前要报` }, present] : [present, last];
}
