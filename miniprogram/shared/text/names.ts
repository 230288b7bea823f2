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
  const surname = LONG_SURNAMES.find((long) => name.startsWith(long) && name.length > long.length);
  return `${surname ?? [...name][0] ?? ''}同学`;
}
