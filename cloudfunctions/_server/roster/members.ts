/**
 * Adults whom a roster names together with how they are related to the child, instead of in columns of their own: 成员1姓名 and 成员1关系 of the
 * national school-roll system, or rows of their own below the child. We read such columns and never write them.
 */
import { COLUMNS, type Column, column, ID_NUMBER, NAME, PHONE, RELATION, WORKPLACE } from './columns';
import type { Draft, Member } from './draft';
import type { GrandparentKey } from './pupil';
import type { Raise } from './settle';
import * as values from './values';

const nobody = () => undefined;

const memberColumns: readonly Column[] = ([1, 2] as const).flatMap((n) => {
  const subject = `member${n}` as const;
  const member = (draft: Draft) => draft.members[n - 1] as Partial<Member>;
  const alone = (title: string) => (n === 1 ? { alone: [title] } : {});
  return [
    column(`${subject}.name`, subject, NAME, {
      kind: values.personName,
      put: (draft, name) => Object.assign(member(draft), { name }),
      get: nobody,
      ...alone('家长姓名'),
    }),
    column(`${subject}.relation`, subject, ['关系', '称谓', ...RELATION], {
      kind: values.text(10),
      put: (draft, relation) => Object.assign(member(draft), { relation }),
      get: nobody,
      ...alone('称谓'),
    }),
    column(`${subject}.phone`, subject, PHONE, {
      kind: values.phones,
      put: (draft, [phone, ...otherPhones]) =>
        Object.assign(member(draft), { phone, ...(otherPhones.length > 0 && { otherPhones }) }),
      get: nobody,
    }),
    column(`${subject}.idNumber`, subject, ID_NUMBER, {
      kind: values.idNumber,
      put: (draft, idNumber) => Object.assign(member(draft), { idNumber }),
      get: nobody,
    }),
    column(`${subject}.workplace`, subject, WORKPLACE, {
      kind: values.text(60),
      put: (draft, workplace) => Object.assign(member(draft), { workplace }),
      get: nobody,
    }),
  ];
});

/** 省 and 市 below 务工地点: the form asks for both, and some sheets have a column for each. */
const placeParts: readonly Column[] = (['father', 'mother'] as const).flatMap((who) =>
  (['省', '市'] as const).map((part) =>
    column(`${who}.workplace.${part}`, who, [`务工地点${part}`, `务工地${part}`, `务工${part}`], {
      kind: values.text(30),
      put: (draft, text) => Object.assign(draft[who], { workplace: (draft[who].workplace ?? '') + text }),
      get: nobody,
    }),
  ),
);

/** Every column that we read; `COLUMNS` are those that we write. */
export const READ_COLUMNS: readonly Column[] = [...COLUMNS, ...memberColumns, ...placeParts];

/** Columns of which a row of its own may tell one more adult of the child above. */
export const isAboutRelative = ({ key }: Column): boolean => /^(member1|delegate)\./.test(key);

const PARENTS: Readonly<Record<string, 'father' | 'mother'>> = Object.fromEntries([
  ...['父', '父亲', '爸爸', '父子', '父女', '爸'].map((word) => [word, 'father']),
  ...['母', '母亲', '妈妈', '母子', '母女', '妈'].map((word) => [word, 'mother']),
]);

const GRANDPARENTS: Readonly<Record<string, GrandparentKey>> = Object.fromEntries([
  ...['祖父', '爷爷'].map((word) => [word, 'paternalGrandfather']),
  ...['祖母', '奶奶'].map((word) => [word, 'paternalGrandmother']),
  ...['外祖父', '外公', '姥爷'].map((word) => [word, 'maternalGrandfather']),
  ...['外祖母', '外婆', '姥姥'].map((word) => [word, 'maternalGrandmother']),
]);

const without = <T extends object>(draft: T, fields: readonly (keyof T)[]): Partial<T> =>
  Object.fromEntries(Object.entries(draft).filter(([field]) => !fields.includes(field as keyof T))) as Partial<T>;

/**
 * Gives every adult who came with a relation a place in the draft: a father is the father, and of the others the first cares for the child. Whom
 * there is no place for is told.
 */
export function placeMembers(draft: Draft, raise: Raise): void {
  const all = [draft.delegate, ...draft.members].filter((member) => Object.keys(member).length > 0);
  // A column 与学生关系 beside 家长姓名 tells of that parent.
  const [first, second] = all;
  if (first && second && first === draft.delegate && !first.name && !first.phone && !second.relation) {
    Object.assign(second, first);
    all.shift();
  }
  draft.delegate = {};
  for (const member of all) placeMember(draft, member, raise);
}

function placeMember(draft: Draft, member: Partial<Member>, raise: Raise): void {
  const { name, relation = '' } = member;
  const who = PARENTS[relation];
  if (who && (!draft[who].name || !name || draft[who].name === name)) {
    draft[who] = { ...without(member, ['relation', 'workplace']), ...draft[who] };
    if (member.workplace && !draft[who].workplace) draft[who].workplace = member.workplace;
    return;
  }
  const grandparent = GRANDPARENTS[relation];
  if (Object.keys(draft.delegate).length === 0) draft.delegate = without(member, ['workplace']);
  else if (grandparent && name && !draft.grandparents[grandparent].name) draft.grandparents[grandparent].name = name;
  else if (draft.delegate.name !== name) raise('member.noPlace', { value: name ?? '', other: relation || '家里人' });
}
