import type { Output } from '../../../../shared/contract';
import { fieldOf } from '../../../../shared/domain/child-file';
import type { Check } from '../../../../shared/domain/file-checks';
import { CHECK_WORDS } from '../../../../shared/text/files';

type Checks = Output<'contacts.checks'>;
type SchoolClass = Checks['classes'][number];
type Finding = Checks['findings'][number];

export interface ClassRow {
  readonly key: string;
  /** 「三(2)班 95%」 */
  readonly name: string;
  /** 「42 个孩子，40 份齐了 · 缺 住址 2、身份证号 1」 */
  readonly fact: string;
  readonly state: string;
  readonly tone: 'ok' | 'amber' | 'plain';
}

/** All findings of one kind. */
export interface FindingGroup {
  readonly key: Check;
  /** 「身份证号最后一位对不上 · 3 处」 */
  readonly name: string;
  readonly todo: string;
  readonly cases: readonly CaseRow[];
  /** 「看全部 85 处」; empty where all are shown. */
  readonly rest: string;
}
export interface CaseRow {
  readonly key: string;
  readonly fact: string;
  readonly children: readonly { readonly key: string; readonly name: string; readonly fact: string }[];
  readonly more: string;
}

export interface ChecksPage {
  /** 「96%」; 「—」 without any child. */
  readonly rate: string;
  readonly said: string;
  /** Those that lack something come first. */
  readonly classes: readonly ClassRow[];
  /** 「另外 33 个班都齐了」: not shown until asked for; empty where there are few. */
  readonly folded: string;
  readonly groups: readonly FindingGroup[];
  readonly unlisted: string;
}

/** Fields named of a class that lacks many; the rest is counted. */
const NAMED = 4;
/** More complete classes than these are folded, so that what is to be done is in sight. */
const FEW = 4;
/** Findings of a kind that are shown at once. */
const LONG = 6;

/** What was folded and is to be shown: the complete classes, all findings of a kind. */
export interface Unfolded {
  readonly classes: boolean;
  readonly checks: readonly Check[];
}
export const FOLDED: Unfolded = { classes: false, checks: [] };

export function pageOf({ pupils, complete, classes, findings, unlisted }: Checks, unfolded: Unfolded): ChecksPage {
  const whole = classes.filter((one) => one.complete === one.pupils);
  const gaps = classes.filter((one) => one.complete !== one.pupils);
  const isFolded = !unfolded.classes && whole.length > FEW;
  return {
    rate: rateOf(complete, pupils),
    said:
      pupils === 0
        ? '还没有孩子。'
        : complete === pupils
          ? `${pupils} 个孩子的档案都齐了。`
          : `${pupils} 个孩子，${complete} 份档案齐了，还有 ${pupils - complete} 份要补。`,
    classes: (isFolded ? gaps : [...gaps, ...whole]).map(classRow),
    folded: isFolded ? `${gaps.length > 0 ? '另外 ' : ''}${whole.length} 个班都齐了，也看一看` : '',
    groups: groupsOf(findings, unfolded.checks),
    unlisted: unlisted > 0 ? `还有 ${unlisted} 处没有列出来，先看完这些。` : '',
  };
}

/** Never 100 % while one is missing, so that nobody thinks it is done. */
export function rateOf(complete: number, pupils: number): string {
  if (pupils === 0) return '—';
  return `${complete === pupils ? 100 : Math.min(99, Math.round((complete / pupils) * 100))}%`;
}

function classRow({
  classId,
  className,
  pupils,
  complete,
  leftBehind,
  leftBehindComplete,
  missing,
}: SchoolClass): ClassRow {
  const named = missing.slice(0, NAMED).map(({ field, count }) => `${fieldLabel(field)} ${count}`);
  const rest = missing.length > NAMED ? '等' : '';
  const facts = [
    complete === pupils ? `${pupils} 个孩子，都齐了` : `${pupils} 个孩子，${complete} 份齐了`,
    leftBehindComplete < leftBehind ? `留守 ${leftBehind} 个，${leftBehindComplete} 份齐了` : '',
    named.length > 0 ? `缺 ${named.join('、')}${rest}` : '',
  ];
  return {
    key: classId,
    name: className,
    fact: facts.filter(Boolean).join(' · '),
    state: rateOf(complete, pupils),
    tone: pupils === 0 ? 'plain' : complete === pupils ? 'ok' : 'amber',
  };
}

/** An adult's facts are called whose they are: a pupil has a name and an ID number too. */
const fieldLabel = (field: SchoolClass['missing'][number]['field']): string => {
  const { of, label } = fieldOf(field);
  return of === 'pupil' ? label : `家人的${label}`;
};

function groupsOf(findings: readonly Finding[], unfolded: readonly Check[]): FindingGroup[] {
  const kinds = [...new Set(findings.map(({ check }) => check))];
  return kinds.map((check) => {
    const own = findings.filter((finding) => finding.check === check);
    const { name, todo } = CHECK_WORDS[check];
    const isFolded = own.length > LONG && !unfolded.includes(check);
    return {
      key: check,
      name: `${name} · ${own.length} 处`,
      todo,
      cases: casesOf(isFolded ? own.slice(0, LONG) : own),
      rest: isFolded ? `看全部 ${own.length} 处` : '',
    };
  });
}

/** Findings about one child each make one list; what concerns several children together stands by itself. */
function casesOf(findings: readonly Finding[]): CaseRow[] {
  const alone = findings.filter(({ children }) => children.length === 1);
  const together = findings.filter(({ children }) => children.length !== 1);
  const list = alone.flatMap(({ children, fact }) =>
    children.map(({ id, name, className }) => ({ key: id, name, fact: fact ? `${className} · ${fact}` : className })),
  );
  return [
    ...(list.length > 0 ? [{ key: 'alone', fact: '', children: list, more: '' }] : []),
    ...together.map(({ children, more, fact }, i) => ({
      key: `${i}`,
      fact: fact ?? '',
      children: children.map(({ id, name, className }) => ({ key: id, name, fact: className })),
      more: more > 0 ? `还有 ${more} 个孩子` : '',
    })),
  ];
}
