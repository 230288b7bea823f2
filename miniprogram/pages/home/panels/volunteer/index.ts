import { go } from '../../../../services/routes';
import { now } from '../../../../services/time';
import { dayOf } from '../../../../shared/domain/calendar';
import { writeFor } from '../write-for';
import { type VolunteerPanel, type VolunteerView, volunteerPanel } from './view';

type Tapped = WechatMiniprogram.CustomEvent<{ key: string }>;

/** 志愿者: the children who are theirs, and what is due; without a check that holds today no child is shown. */
Component({
  properties: {
    view: { type: Object, value: {} as VolunteerView },
  },
  data: { panel: null as VolunteerPanel | null },
  observers: {
    view(view: VolunteerView | null) {
      if (view?.kind === 'volunteer') this.setData({ panel: volunteerPanel(view, dayOf(now())) });
    },
  },
  methods: {
    onCare({ detail: { key } }: Tapped) {
      writeFor(key, (this.data.view as VolunteerView).care);
    },
    onChild({ detail: { key } }: Tapped) {
      go('careChild', { studentId: key.split(':')[0] ?? '' });
    },
    onConcerns() {
      go('concerns');
    },
    onWrite({ detail: { key } }: Tapped) {
      go('writeVisit', { studentId: key });
    },
  },
});
