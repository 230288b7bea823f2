import { go } from '../../../../services/routes';
import { canSpeak } from '../../../../services/speech';
import { now } from '../../../../services/time';
import { openItem } from '../../../inbox/open';
import { type ConsentAsked, consentAsked, type FamilyView } from '../family';
import { type GuardianHome, guardianHome } from './view';

/** Is there something to hear, and when does the child call the parents. In elder mode what teachers wrote follows once nothing is left to hear. */
Component({
  properties: {
    view: { type: Object, value: {} as FamilyView },
    elder: { type: Boolean, value: false },
    large: { type: Boolean, value: false },
  },
  data: { home: null as GuardianHome | null, asked: null as ConsentAsked | null },
  observers: {
    view(view: FamilyView) {
      if (view.children) this.setData({ home: guardianHome(view, now(), canSpeak()), asked: consentAsked(view) });
    },
  },
  methods: {
    onHear() {
      const id = this.data.home?.hear?.id;
      if (id) void openItem((this.data.view as FamilyView).items, id);
    },
    onConsents() {
      const { asked } = this.data;
      if (asked) go('consents', { studentId: asked.id });
    },
    onFile() {
      go('familyFile');
    },
    onRecords() {
      const id = (this.data.view as FamilyView).children[0]?.id;
      if (id) go('records', { studentId: id });
    },
    onContact() {
      this.triggerEvent('changed');
    },
    onItem({ detail }: WechatMiniprogram.CustomEvent<{ key: string }>) {
      void openItem((this.data.view as FamilyView).items, detail.key);
    },
  },
});
