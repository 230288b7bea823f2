import type { HomeView } from '../../../../shared/contract';

type VolunteerView = Extract<HomeView, { kind: 'volunteer' }>;

/** 志愿者: nothing is assigned yet, and without an assignment no child is shown. */
Component({
  properties: {
    view: { type: Object, value: { kind: 'volunteer', name: '' } as VolunteerView },
  },
});
