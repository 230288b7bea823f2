import type { HomeView } from '../../../shared/contract';

/** What the home of a family is made of; the panels of parents and of caregivers show it in their own way. */
export type FamilyView = Extract<HomeView, { kind: 'family' }>;
export type FamilyChild = FamilyView['children'][number];
