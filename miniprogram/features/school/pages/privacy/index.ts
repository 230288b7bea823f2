import { pageBase } from '../../../../behaviors/page-base';
import { call } from '../../../../services/call';
import { openDocument } from '../../../../services/document';
import { go } from '../../../../services/routes';
import { currentMembership, ensureSession } from '../../../../services/session';
import { now } from '../../../../services/time';
import { scopesOf } from '../../../../shared/access/permissions';
import { dayOf } from '../../../../shared/domain/calendar';
import { type PrivacyPage, pageOf } from './view';

/** What the school's privacy officer answers for: who agreed to what, how it is locked, how long it is kept, and the papers of the yearly audit. */
Component({
  behaviors: [pageBase],
  data: {
    page: null as PrivacyPage | null,
    /** May name the officer. */
    manages: false,
    /** The year whose papers are being made; 0 for none. */
    making: 0,
  },
  methods: {
    async load() {
      await ensureSession();
      const role = currentMembership()?.role ?? 'stranger';
      const overview = await call('privacy.overview', {});
      this.setData({ page: pageOf(overview, dayOf(now())), manages: scopesOf(role, 'staff.manage').length > 0 });
    },
    onRequests() {
      go('requests');
    },
    onAudit() {
      go('audit');
    },
    onStaff() {
      go('staff');
    },
    async onPack({ currentTarget }: WechatMiniprogram.CustomEvent<object, object, { year: number }>) {
      if (this.data.busy) return;
      this.setData({ making: currentTarget.dataset.year });
      await this.run(async () => {
        const { url, fileName } = await call('privacy.auditPack', { year: currentTarget.dataset.year });
        await openDocument(url, fileName);
      });
      this.setData({ making: 0 });
    },
  },
});
