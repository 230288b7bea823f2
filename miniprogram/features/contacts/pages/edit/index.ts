import { call } from '../../../../services/call';
import { ensureSession } from '../../../../services/session';
import { editing } from '../../editing';
import { type EditHead, factsOf, headOf } from './view';

/** Facts of the pupil, a part of the file or all that the caller may change. */
Component({
  behaviors: [editing],
  properties: {
    studentId: { type: String, value: '' },
    /** A `Section`; without it all of them. */
    section: { type: String, value: '' },
  },
  data: { head: null as EditHead | null },
  methods: {
    async load() {
      await ensureSession();
      const { studentId, section } = this.data;
      const file = await call('contacts.file', { studentId });
      this.setData({ head: headOf(file, section) });
      this.begin(studentId, `file:${studentId}:${section}`, factsOf(file, section));
    },
  },
});
