import type { Output } from '../../../../shared/contract';

export type Preview = Output<'roster.preview'>;
export type Result = Output<'roster.confirm'>;

export interface DoubtRow {
  readonly key: number;
  /** 「第 18 行 · 班级」 */
  readonly where: string;
  readonly text: string;
  readonly word: string;
  readonly tone: 'red' | 'amber';
}
export interface Seen {
  readonly headline: string;
  readonly advice: string;
  /** Without an error it may be imported. */
  readonly clean: boolean;
  /** What was understood, number by number. */
  readonly facts: readonly { readonly name: string; readonly fact: string }[];
  readonly understood: string;
  readonly ignored: string;
  readonly sample: readonly { readonly key: number; readonly name: string; readonly fact: string }[];
  readonly doubts: readonly DoubtRow[];
  /** Doubts that the server counted but did not list. */
  readonly unlisted: number;
}

/** How many doubts are shown at first, and added by each tap. */
export const DOUBTS_SHOWN = 20;

/** What a dry run found out, in words; errors come first, then by row. */
export function seenOf(preview: Preview, fileName: string): Seen {
  const { errors, warnings, doubts, columns } = preview;
  const known = columns.filter(({ meaning }) => meaning !== null);
  const unknown = columns.filter(({ meaning }) => meaning === null);
  return {
    headline: errors > 0 ? `有 ${errors} 处要改，改好才能导入` : '读懂了，可以导入',
    advice:
      errors > 0
        ? `请在「${fileName}」里改好，存一下，发到微信，再选一次。现在什么都没有变动。`
        : '您点了「确认导入」才会真的导入。现在什么都还没有变动。',
    clean: errors === 0,
    facts: factsOf(preview),
    understood: known
      .map(({ header, meaning }) => (header === meaning ? header : `${header}（${meaning}）`))
      .join('、'),
    ignored: unknown.map(({ header }) => header).join('、'),
    sample: preview.sample.map(({ row, name, className, family }) => ({
      key: row,
      name: `${className} ${name}`,
      fact: family || '没有写家里人',
    })),
    doubts: [...doubts]
      .sort((a, b) => Number(a.severity === 'warning') - Number(b.severity === 'warning') || a.row - b.row)
      .map((doubt, key) => ({ key, ...doubtOf(doubt) })),
    unlisted: Math.max(0, errors + warnings - doubts.length),
  };
}

function factsOf({ rows, pupils, leftBehind, classes, familyMembers, fresh, changed, same }: Preview) {
  return [
    { name: `${pupils} 个学生`, fact: `表里一共 ${rows} 行；其中留守 ${leftBehind} 人` },
    { name: `${classes.length} 个班`, fact: classes.map(({ name, pupils: size }) => `${name} ${size} 人`).join('、') },
    { name: `${familyMembers} 位家里人`, fact: '爸爸、妈妈、在家照看的人' },
    { name: `新增 ${fresh} 人`, fact: `有改动 ${changed} 人，和原来一样 ${same} 人` },
  ];
}

function doubtOf({ row, column, severity, text }: Preview['doubts'][number]): Omit<DoubtRow, 'key'> {
  const place = row > 0 ? `第 ${row} 行` : '整张表';
  return {
    where: column ? `${place} · ${column}` : place,
    text,
    word: severity === 'error' ? '要改' : '看一看',
    tone: severity === 'error' ? 'red' : 'amber',
  };
}

/** Said when it is in. */
export const resultText = ({ pupils, classes, familyMembers }: Result): string =>
  `${pupils} 个学生、${classes} 个班、${familyMembers} 位家里人，都记下了。`;
