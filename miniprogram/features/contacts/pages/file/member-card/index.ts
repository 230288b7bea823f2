import type { MemberCard } from '../view';

/** One adult of a child's family. Events: `dial` {key}, `invite` {key}. */
Component({
  properties: {
    member: { type: Object, value: {} as MemberCard },
    busy: { type: Boolean, value: false },
  },
  methods: {
    onDial() {
      this.triggerEvent('dial', { key: this.data.member.key });
    },
    onInvite() {
      this.triggerEvent('invite', { key: this.data.member.key });
    },
  },
});
