/** The words of the form's closed columns. The first spelling of each value is the national form's own, and the one we write. */
import type {
  AidKind,
  Assessment,
  CareStatus,
  FamilyRole,
  Guardianship,
  Health,
  Living,
  Schooling,
  Sex,
  Shift,
} from './pupil';

export interface Vocabulary<T> {
  /** The value of a text without spaces: exact spelling first, then the longest spelling of two letters or more inside it. */
  read(text: string): T | undefined;
  /** The spelling to write. */
  show(value: T): string;
  /** 「男、女」: what may be written, for a sentence. */
  readonly choices: string;
}

function vocabulary<T>(entries: readonly (readonly [T, readonly [string, ...string[]]])[]): Vocabulary<T> {
  const spellings = entries
    .flatMap(([value, words]) => words.map((word) => ({ value, word: word.toLowerCase() })))
    .sort((a, b) => b.word.length - a.word.length);
  return {
    read(text) {
      const wanted = text.toLowerCase();
      const hit =
        spellings.find(({ word }) => word === wanted) ??
        spellings.find(({ word }) => word.length > 1 && wanted.includes(word));
      return hit?.value;
    },
    show: (value) => entries.find(([known]) => known === value)?.[1][0] ?? '',
    choices: entries.map(([, words]) => words[0]).join('、'),
  };
}

const YES = ['√', '✓', '✔', '☑', 'y', 'yes', 'true', '1', '对'] as const;
const NO = ['×', '✗', '✕', 'x', 'n', 'no', 'false', '0', '错'] as const;

/** 1 and 2 are the codes of GB/T 2261.1, in files that another system wrote. */
export const SEX = vocabulary<Sex>([
  ['male', ['男', '男性', '男孩', '男生', 'm', '1']],
  ['female', ['女', '女性', '女孩', '女生', 'f', '2']],
]);

export const YES_NO = vocabulary<boolean>([
  [true, ['是', '有', '已登记', ...YES]],
  [false, ['否', '无', '没有', '不是', '没', '未登记', ...NO]],
]);

export const HAS = vocabulary<boolean>([
  [true, ['有', '是', '能用', '会用', '已委托', ...YES]],
  [false, ['无', '否', '没有', '没', '不是', '不会用', '未委托', '老人机', ...NO]],
]);

export const BOARDING = vocabulary<boolean>([
  [true, ['是', '寄宿', '住校', '住宿', '住读', '住校生', '寄宿生', ...YES]],
  [false, ['否', '不是', '走读', '通学', '不寄宿', '非寄宿', '不住校', '不住宿', '没有寄宿', '走读生', '无', ...NO]],
]);

export const CAN_READ = vocabulary<boolean>([
  [true, ['能', '识字', '是', '会', '认字', '可以', '小学', '初中', '高中', ...YES]],
  [false, ['不能', '不识字', '否', '不会', '不认字', '文盲', '半文盲', '不认得字', '无', ...NO]],
]);

export const SCHOOLING = vocabulary<Schooling>([
  ['kindergarten', ['幼儿园', '学前班', '在园']],
  ['not_in_kindergarten', ['未入园', '未上幼儿园']],
  ['primary', ['小学', '小学在读', '在读小学']],
  ['middle', ['初中', '初级中学']],
  ['high', ['高中', '普通高中']],
  ['vocational', ['中职', '职高', '中专', '技校']],
  ['dropout', ['辍学', '失学']],
  ['not_in_school', ['不在学', '未入学', '未上学']],
]);

export const CARE = vocabulary<CareStatus>([
  ['both_away', ['父母双方外出', '双方外出', '父母均外出', '父母都外出', '双亲外出', '父母外出', '双留守', '双方']],
  [
    'one_away_other_unable',
    [
      '一方外出另一方无监护能力',
      '一方外出，另一方无监护能力',
      '一方外出,另一方无监护能力',
      '一方无监护能力',
      '另一方无监护能力',
      '一方外出',
      '单方外出',
      '单留守',
    ],
  ],
  [
    'one_away',
    ['一方外出，另一方在家照看', '一方外出,另一方在家照看', '一方外出另一方在家', '另一方在家', '另一方有监护能力'],
  ],
  ['not_left_behind', ['非留守', '不是留守', '不属于留守', '非留守儿童', '不留守', '否', '无', '不是', '-', '—', '/']],
]);

export const HEALTH = vocabulary<Health['state']>([
  ['healthy', ['健康', '良好', '正常', '健康或良好', '好', '无']],
  ['disabled', ['残疾', '视力残疾', '听力残疾', '肢体残疾', '智力残疾', '精神残疾', '言语残疾', '多重残疾']],
  ['ill', ['患病', '疾病', '生病', '慢性病', '重病', '大病']],
]);

export const GUARDIANSHIP = vocabulary<Guardianship>([
  ['none', ['无人监护']],
  ['parents_unable', ['父母无监护能力', '父母一方外出另一方无监护能力']],
  ['delegate_unable', ['受托人能力不足', '委托监护人能力不足', '监护能力不足', '能力不足']],
  ['fair', ['一般', '监护一般']],
  ['good', ['较好', '好', '良好', '监护较好']],
]);

export const AID = vocabulary<AidKind>([
  ['minimum_living', ['低保', '最低生活保障', '农村低保']],
  ['temporary', ['临时', '临时救助']],
  ['medical', ['医疗', '医疗救助']],
  ['housing', ['住房', '住房救助', '危房改造']],
  ['other', ['其他', '其它', '特困', '孤儿', '事实孤儿', '教育', '资助']],
]);

export const ASSESSMENT = vocabulary<Assessment>([
  ['good', ['较好', '好', '良好', '优']],
  ['fair', ['一般', '中']],
  ['poor', ['差', '较差']],
]);

export const LIVING = vocabulary<Living>([
  ['parents', ['与父母', '父母', '父母同住', '与父亲', '与母亲', '跟父亲', '跟母亲', '跟父母']],
  ['boarding', ['寄宿学校', '寄宿', '住校']],
  ['grandparents', ['与祖辈', '祖辈', '隔代', '爷爷', '奶奶', '外公', '外婆', '祖父母', '外祖父母', '祖父', '祖母']],
  ['relatives', ['与亲戚', '亲戚', '亲友', '亲属', '上代', '叔叔', '姑姑', '舅舅', '姨妈', '伯伯', '伯父', '姑妈']],
  ['proxy_parent', ['与代管家长', '代管家长', '代理家长', '托管', '教师', '老师']],
  ['alone', ['独自', '独居', '单独居住', '自己', '同辈', '兄弟姐妹']],
]);

export const SHIFT = vocabulary<Shift['kind']>([
  ['day', ['白班', '长白班', '日班', '常白班', '早班', '正常班']],
  ['night', ['夜班', '长夜班', '晚班', '上夜班']],
  ['two_shift', ['两班倒', '二班倒', '两班', '两班制', '三班倒', '三班', '三班制', '倒班', '轮班']],
  ['irregular', ['不固定', '不定', '不规律', '跑车', '零工', '随时']],
]);

export const GUARDIAN = vocabulary<readonly FamilyRole[]>([
  [
    ['father', 'mother'],
    ['父母', '父母双方', '双方', '父亲母亲', '爸爸妈妈'],
  ],
  [['father'], ['父亲', '父', '爸爸']],
  [['mother'], ['母亲', '母', '妈妈']],
  [
    ['delegate'],
    [
      '照护人',
      '受委托人',
      '受托人',
      '祖父',
      '祖母',
      '爷爷',
      '奶奶',
      '外公',
      '外婆',
      '外祖父',
      '外祖母',
      '祖父母',
      '外祖父母',
    ],
  ],
]);

/** A workplace that means the parent is at home. */
export const AT_HOME = /^(在家|家里|本地|本村|本乡|本镇|本县|家中|务农|在家务农|家乡|本市|无|未外出|没有外出|家)$/;

/** A parent who has died. The family is spared every message to that person. */
export const DECEASED = /已故|去世|病故|亡故|死亡|已亡|逝世|离世/;
