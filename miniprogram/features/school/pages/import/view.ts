import type { Choice } from '../../../../components/choice-chips/index';
import { isPending, type Near, nearKey, nextQuestion, type Preview, type Reading, type Result } from './reading';

/** How many stand on a page of the server, by what. */
export const PAGE_SIZE = { doubts: 50, changes: 20, gone: 50 } as const;
export type Paged = keyof typeof PAGE_SIZE;
/** What was fetched so far of each, and of which there is no more. */
export type Found = Pick<Preview, Paged> & { readonly ended: readonly Paged[] };
export const NOTHING_FOUND: Found = { doubts: [], changes: [], gone: [], ended: [] };

/** The first pages come with the reading itself; one that is not full is the last. */
export const foundIn = ({ doubts, changes, gone }: Preview): Found => endedAt({ doubts, changes, gone, ended: [] });

export const withPage = (found: Found, of: Paged, page: Pick<Preview, Paged> & { readonly more: boolean }): Found => ({
  ...found,
  [of]: [...found[of], ...page[of]],
  ended: page.more ? found.ended : [...found.ended, of],
});

const endedAt = (found: Found): Found => ({
  ...found,
  ended: (Object.keys(PAGE_SIZE) as Paged[]).filter((of) => found[of].length < PAGE_SIZE[of]),
});

export type Section = 'doubts' | 'columns' | 'near' | 'changes' | 'gone' | 'sample';
type Tone = 'red' | 'amber' | 'lamp' | 'ok' | 'plain';

export interface Row {
  readonly key: string;
  readonly name: string;
  readonly fact: string;
  readonly state: string;
  readonly tone: Tone;
}
/** A pupil who differs: 「爸爸 电话」, 138… → 139…. */
export interface ChangeRow {
  readonly key: string;
  readonly name: string;
  readonly lines: readonly { readonly label: string; readonly before: string; readonly after: string }[];
}
/** 「是同一个孩子吗？」 with the facts of both side by side. */
export interface Question {
  readonly key: string;
  readonly candidateId: string;
  readonly place: string;
  readonly why: string;
  readonly facts: readonly {
    readonly label: string;
    readonly roster: string;
    readonly school: string;
    readonly differs: boolean;
  }[];
}
export interface Seen {
  readonly headline: string;
  readonly advice: string;
  /** Without an error it may be imported. */
  readonly clean: boolean;
  /** Nothing is left to decide, and the columns are as they were read. */
  readonly ready: boolean;
  /** Columns were corrected: it must be read again. */
  readonly pending: boolean;
  /** What was understood, number by number. */
  readonly facts: readonly { readonly name: string; readonly fact: string }[];
  readonly sections: readonly Row[];
  /** What stands open where there is room for it. */
  readonly first: Section;
  readonly sample: readonly Row[];
  readonly columns: readonly Row[];
  readonly doubts: readonly Row[];
  readonly changes: readonly ChangeRow[];
  readonly gone: readonly (Row & { readonly leaves: boolean })[];
  readonly question: Question | null;
  readonly decided: readonly Row[];
  /** How many there are that were not fetched yet. */
  readonly more: Readonly<Record<Paged, number>>;
  readonly leaving: number;
}

/** What a dry run found out, in words. `found`: the pages fetched so far; `refused`: see `nextQuestion`. */
export function seenOf(
  preview: Preview,
  reading: Reading,
  found: Found,
  refused: Readonly<Record<string, readonly string[]>>,
): Seen {
  const { errors, warnings, near } = preview;
  const pending = isPending(reading);
  const question = nextQuestion(near, reading, refused);
  const open = near.filter((one) => reading.decided[nearKey(one)] === undefined).length;
  const leaving = reading.leave.length;
  const more = (of: Paged, all: number) => (found.ended.includes(of) ? 0 : Math.max(0, all - found[of].length));
  const decided = Object.values(reading.decided);
  const isGone = ({ id }: Preview['gone'][number]) => !decided.includes(id);
  const goneCount = preview.goneCount - found.gone.filter((child) => !isGone(child)).length;
  // A pupil counts as changed through its family, too, and has no line of its own then.
  const changed = found.ended.includes('changes') ? found.changes.length : preview.changed;
  const sections = sectionsOf({ ...preview, goneCount, changed }, { open, leaving, pending });
  return {
    ...heading(preview, reading.fileName, { pending, open }),
    clean: errors === 0,
    ready: errors === 0 && open === 0 && !pending,
    pending,
    facts: factsOf(preview),
    sections,
    first: (sections[0]?.key ?? 'sample') as Section,
    sample: preview.sample.map(({ row, name, className, family }) =>
      plain(String(row), `${className} ${name}`, family || '没有写家里人'),
    ),
    columns: columnRows(preview, reading),
    doubts: [...found.doubts]
      .sort((a, b) => Number(a.severity === 'warning') - Number(b.severity === 'warning') || a.row - b.row)
      .map(doubtRow),
    changes: found.changes.map(changeRow),
    gone: found.gone.filter(isGone).map((child) => ({
      ...plain(child.id, `${child.className} ${child.name}`, child.bound ? '家里绑着微信，离校以后就看不到了' : ''),
      leaves: reading.leave.includes(child.id),
    })),
    question: question && questionOf(question.near, question.candidate),
    decided: decidedRows(near, reading),
    more: {
      doubts: more('doubts', errors + warnings),
      changes: more('changes', preview.changed),
      gone: more('gone', preview.goneCount),
    },
    leaving,
  };
}

const plain = (key: string, name: string, fact: string): Row => ({ key, name, fact, state: '', tone: 'plain' });

function heading(
  { errors }: Preview,
  fileName: string,
  { pending, open }: { readonly pending: boolean; readonly open: number },
): Pick<Seen, 'headline' | 'advice'> {
  const nothing = '学校的档案现在什么都没有变动。';
  if (pending) return { headline: '列的意思改了，再读一次', advice: `您可以接着改别的列，改好了一起再读。${nothing}` };
  if (errors > 0)
    return {
      headline: `有 ${errors} 处要改，改好才能导入`,
      advice: `请在「${fileName}」里改好，存一下，发到微信，再选一次。是列认错了的话，点「每一列是什么」就能改。${nothing}`,
    };
  if (open > 0)
    return { headline: `还有 ${open} 个孩子，要您看是不是同一个人`, advice: `都看过了就可以导入。${nothing}` };
  return { headline: '读懂了，可以导入', advice: `您点了「确认导入」才会真的导入。${nothing}` };
}

function factsOf({ rows, pupils, leftBehind, classes, familyMembers, fresh, changed, same }: Preview) {
  return [
    { name: `${pupils} 个学生`, fact: `表里一共 ${rows} 行；其中留守 ${leftBehind} 人` },
    { name: `${classes.length} 个班`, fact: classes.map(({ name, pupils: size }) => `${name} ${size} 人`).join('、') },
    { name: `${familyMembers} 位家里人`, fact: '爸爸、妈妈、在家照看的人' },
    { name: `新增 ${fresh} 人`, fact: `有改动 ${changed} 人，和原来一样 ${same} 人` },
  ];
}

function sectionsOf(
  { errors, warnings, columns, near, nearCount, changed, goneCount }: Preview,
  { open, leaving, pending }: { readonly open: number; readonly leaving: number; readonly pending: boolean },
): Row[] {
  const known = columns.filter(({ key }) => key !== null).length;
  const doubts = [errors > 0 ? `要改 ${errors} 处` : '', warnings > 0 ? `看一看 ${warnings} 处` : ''];
  const row = (key: Section, name: string, fact: string, state = '', tone: Tone = 'plain') => ({
    key,
    name,
    fact,
    state,
    tone,
  });
  const all: (Row | false)[] = [
    errors + warnings > 0 &&
      row(
        'doubts',
        '看不准的地方',
        doubts.filter(Boolean).join('，'),
        errors > 0 ? '要改' : '',
        errors > 0 ? 'red' : 'plain',
      ),
    near.length > 0 &&
      row(
        'near',
        '是不是同一个孩子',
        `${nearCount} 个孩子和学校里的很像`,
        open > 0 ? `还有 ${open} 个` : '都选好了',
        open > 0 ? 'lamp' : 'ok',
      ),
    row(
      'columns',
      '每一列是什么',
      `认得 ${known} 列，先不管 ${columns.length - known} 列`,
      pending ? '改了' : '',
      'lamp',
    ),
    changed > 0 && row('changes', '有改动的孩子', `${changed} 人，原来是什么、改成什么`),
    goneCount > 0 &&
      row('gone', '名册上没有的孩子', leaving > 0 ? `${goneCount} 人，${leaving} 人离校` : `${goneCount} 人，都留着`),
    row('sample', '读对了吗', '几个数，和头几位孩子'),
  ];
  return all.filter((one): one is Row => one !== false);
}

function doubtRow({ row, column, severity, text }: Preview['doubts'][number], place: number): Row {
  const where = row > 0 ? `第 ${row} 行` : '整张表';
  const isError = severity === 'error';
  return {
    key: String(place),
    name: column ? `${where} · ${column}` : where,
    fact: text,
    state: isError ? '要改' : '看一看',
    tone: isError ? 'red' : 'amber',
  };
}

export const columnKey = ({ sheet, index }: { readonly sheet: string; readonly index: number }): string =>
  `${index}:${sheet}`;

function columnRows({ columns, choices }: Preview, { wanted, columns: asked }: Reading): Row[] {
  const sheets = new Set(columns.map(({ sheet }) => sheet)).size;
  return columns.map((column) => {
    const at = (one: { readonly sheet: string; readonly index: number }) => columnKey(one) === columnKey(column);
    const word = wanted.find(at);
    const isNew = word !== undefined && asked.find(at)?.key !== word.key;
    const key = word ? word.key : column.key;
    const meaning = key === null ? '先不管' : (choices.find((one) => one.key === key)?.title ?? column.meaning ?? '');
    const facts = [sheets > 1 ? `工作表「${column.sheet}」` : '', !isNew && column.byHand ? '照您说的' : ''];
    return {
      key: columnKey(column),
      name: column.header || `第 ${column.index + 1} 列`,
      fact: facts.filter(Boolean).join(' · '),
      state: isNew ? `改成：${meaning}` : meaning,
      tone: isNew ? 'lamp' : key === null ? 'amber' : 'plain',
    };
  });
}

/** What a column may be taken for, by a part of the name; "leave it" is always there. */
export const meaningsFor = (choices: Preview['choices'], sought: string): Choice[] => [
  { value: '', label: '先不管这一列' },
  ...choices
    .filter(({ title }) => title.includes(sought.trim()))
    .map(({ key, title }) => ({ value: key, label: title })),
];

const changeRow = ({ studentId, row, name, className, lines }: Preview['changes'][number]): ChangeRow => ({
  key: `${studentId}:${row}`,
  name: `${className} ${name}`,
  lines: lines.map(({ label, before, after }) => ({ label, before: before ?? '没有', after: after ?? '空着' })),
});

const WHY: Readonly<Record<Near['candidates'][number]['why'], string>> = {
  id_one_digit: '身份证号只差一位',
  name_like: '名字很像',
  birth_like: '名字一样，生日差一点',
  same_phone: '家里的电话一样',
  same_name: '名字一样',
};

function questionOf(near: Near, candidate: Near['candidates'][number]): Question {
  const fact = (label: string, roster: string | null, school: string | null) => ({
    label,
    roster: roster ?? '没有写',
    school: school ?? '没有写',
    differs: roster !== school,
  });
  return {
    key: nearKey(near),
    candidateId: candidate.id,
    place: `名册第 ${near.row} 行`,
    why: WHY[candidate.why],
    facts: [
      fact('姓名', near.name, candidate.name),
      fact('班级', near.className, candidate.className),
      fact('生日', near.birthDay, candidate.birthDay),
    ],
  };
}

function decidedRows(near: readonly Near[], { decided }: Reading): Row[] {
  return near.flatMap((one) => {
    const studentId = decided[nearKey(one)];
    if (studentId === undefined) return [];
    const who = one.candidates.find(({ id }) => id === studentId);
    const fact = who ? `就是学校里的 ${who.className} ${who.name}` : '是新来的孩子';
    return [plain(nearKey(one), `${one.className} ${one.name}`, fact)];
  });
}

/** Said when it is in. */
export const resultText = ({ pupils, classes, familyMembers }: Result): string =>
  `${pupils} 个学生、${classes} 个班、${familyMembers} 位家里人，都记下了。`;

/** The steps of an import, for the line above. */
export const STEPS = ['选名册', '读', '看一看', '导入'] as const;
