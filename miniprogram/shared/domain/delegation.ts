/** 委托照护: parents away give their child into the care of an adult who is able to (未成年人保护法 22, 23). */

/** Who of these is, may not be given the care (未保法 22): asked one by one, each must be answered no. */
export const DISQUALIFIERS = ['harm', 'vices', 'neglect', 'unfit'] as const;
export type Disqualifier = (typeof DISQUALIFIERS)[number];

/** What the child said to it, whose view must be heard (未保法 22). */
export const CHILD_VIEWS = ['agrees', 'unsure', 'disagrees', 'too_young'] as const;
export type ChildView = (typeof CHILD_VIEWS)[number];

/** What is still to be done for one delegation, in order. */
export type DelegationStep = 'child_view' | 'tell_village' | 'talk_again';

interface Delegation {
  readonly childView: ChildView | null;
  readonly villageToldDay: string | null;
}

/**
 * Parents who give care away hear the child, and tell school and village in writing (未保法 22, 23). The school knows by keeping it; a child that
 * does not agree is talked with again.
 */
export function stepsOf({ childView, villageToldDay }: Delegation): DelegationStep[] {
  return [
    ...(childView === null ? (['child_view'] as const) : []),
    ...(childView === 'disagrees' ? (['talk_again'] as const) : []),
    ...(villageToldDay === null ? (['tell_village'] as const) : []),
  ];
}
