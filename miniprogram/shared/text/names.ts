/** Surnames of two characters that a pupil may well have; all others are taken as one character. */
const LONG_SURNAMES = [
  '欧阳',
  '上官',
  '司马',
  '诸葛',
  '皇甫',
  '令狐',
  '东方',
  '尉迟',
  '慕容',
  '夏侯',
  '司徒',
  '公孙',
  '长孙',
];

/**
 * A pupil's name as a screen shows it that many can see: 林小雨 → 林同学 (look.md, Words). Of a name with a dot, as in
 * Uyghur or Tibetan names, the part before it: 阿依古丽·买买提 → 阿依古丽同学.
 */
export function sharedName(name: string): string {
  const [given = '', family] = name.split(/[·•]/);
  if (family !== undefined) return `${given}同学`;
  return `${surnameOf(name)}同学`;
}

/** A child's name as its family says it: 林小雨 → 小雨; 李明 stays 李明, for one character alone is what only adults at home say. */
export function givenName(name: string): string {
  const [first = '', family] = name.split(/[·•]/);
  if (family !== undefined) return first;
  const given = name.slice(surnameOf(name).length);
  return [...given].length > 1 ? given : name;
}

/** Somebody of the school as families say it: 罗彩芳 → 罗老师. Who signs as 李老师 or 王校长 already stays so. */
export const teacherName = (name: string): string => (/(老师|校长)$/.test(name) ? name : `${surnameOf(name)}老师`);

function surnameOf(name: string): string {
  const long = LONG_SURNAMES.find((two) => name.startsWith(two) && name.length > two.length);
  return long ?? [...name][0] ?? '';
}

const SPOKEN_RELATIONS: Readonly<Record<string, string>> = {
  父亲: '爸爸',
  母亲: '妈妈',
  祖父: '爷爷',
  祖母: '奶奶',
  外祖父: '外公',
  外祖母: '外婆',
};

/** A relation as people say it: 父亲 → 爸爸. Others are said as the school wrote them: 姑姑, 邻居. */
export const spokenRelation = (relation: string): string => SPOKEN_RELATIONS[relation] ?? relation;
