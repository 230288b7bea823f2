import type { Output } from '../../shared/contract';
import { spokenRelation } from '../../shared/text/names';
import { ROLE_NAMES } from '../../shared/text/zh';

export interface Welcome {
  /** 您是林小雨的爸爸 */
  readonly headline: string;
  /** 青山镇中心小学 三(2)班 */
  readonly about: string;
}

/** Who the person is from now on, and whose. */
export function welcomeOf({ membership, children }: Output<'accounts.bind'>): Welcome {
  const { name, role, schoolName } = membership;
  if (children.length === 0) return { headline: `${name}，您好`, about: `${schoolName}，${ROLE_NAMES[role]}` };
  const names = children.map((child) => child.name).join('、');
  const relation = spokenRelation(children[0]?.relation ?? '') || ROLE_NAMES[role];
  const classes = [...new Set(children.map(({ className }) => className))].join('、');
  return { headline: `您是${names}的${relation}`, about: `${schoolName} ${classes}` };
}
