import type { RecordKind } from '../record-kinds-parts';
import { EVERYONE, note, TEACHERS, tells } from './parts';

/** Boarding, health, and what a child learns to do by itself (practices C14). */
export const LIFE_KINDS: readonly RecordKind[] = [
  {
    id: 'life_care',
    name: '生活照料',
    book: 'life',
    about: 'children',
    fields: [
      {
        id: 'did',
        label: '做了什么',
        type: 'chips',
        choices: ['吃饭', '洗澡理发', '添衣服', '缝补', '看身体', '买东西', '过生日', '周末接到家', '一起过节'],
      },
      note,
    ],
    photos: 9,
    voices: 1,
    writers: EVERYONE,
    readers: EVERYONE,
    families: tells('孩子在校的生活', { fields: ['did'] }),
    feeds: ['life'],
  },
  {
    id: 'bed_check',
    name: '查铺',
    book: 'life',
    about: 'children',
    fields: [
      { id: 'time', label: '几点', type: 'choice', choices: ['熄灯后', '半夜', '起床前'] },
      {
        id: 'found',
        label: '看到什么',
        type: 'chips',
        choices: ['都睡了', '有人没睡', '踢被子', '有人不舒服', '有人想家', '有人不在'],
      },
      note,
    ],
    photos: 0,
    voices: 0,
    writers: TEACHERS,
    readers: TEACHERS,
    families: null,
    feeds: ['life'],
  },
  {
    id: 'illness',
    name: '患病送医',
    book: 'life',
    about: 'child',
    fields: [
      {
        id: 'signs',
        label: '怎么不舒服',
        type: 'chips',
        choices: ['发烧', '咳嗽', '肚子痛', '呕吐', '头痛', '受伤', '出疹子', '别的'],
      },
      { id: 'temperature', label: '体温', type: 'number', min: 30, max: 45, unit: '℃' },
      {
        id: 'where',
        label: '送到哪里',
        type: 'choice',
        choices: ['医务室', '村卫生室', '乡镇卫生院', '县医院', '家里'],
      },
      { id: 'told', label: '告诉家里', type: 'choice', choices: ['告诉了', '还没有', '联系不上'] },
      { id: 'after', label: '现在怎么样', type: 'text', max: 300 },
      note,
    ],
    photos: 3,
    voices: 1,
    writers: TEACHERS,
    // Health is for whom it helps (contacts.health).
    readers: TEACHERS,
    families: tells('孩子身体不舒服，老师照看了', { fields: ['signs', 'where', 'after'], photos: false }),
    feeds: ['life'],
  },
  {
    id: 'self_care',
    name: '自理和家务',
    book: 'life',
    about: 'child',
    fields: [
      {
        id: 'can',
        label: '会做了',
        type: 'chips',
        choices: ['洗衣服', '叠被子', '做饭', '洗碗', '扫地', '理书包', '照顾弟妹', '喂鸡喂猪', '种菜', '管零花钱'],
      },
      note,
    ],
    photos: 9,
    voices: 1,
    writers: EVERYONE,
    readers: EVERYONE,
    families: tells('孩子会自己做的事', { fields: ['can'] }),
    feeds: ['life'],
  },
];
