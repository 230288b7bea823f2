import type { Output } from '../../../../shared/contract';

export interface ClassRow {
  readonly key: string;
  readonly name: string;
  readonly fact: string;
}

export const classRows = (classes: Output<'school.read'>['classes']): ClassRow[] =>
  classes
    .filter(({ pupils }) => pupils > 0)
    .map(({ id, name, headTeacher, pupils }) => ({
      key: id,
      name,
      fact: `${pupils} 个学生 · ${headTeacher ? `班主任${headTeacher}` : '还没有班主任'}`,
    }));
