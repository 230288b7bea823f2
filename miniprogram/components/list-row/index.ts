/**
 * One row of a list: one name, one fact, one action. Put rows into `<view class="card rows">`.
 * Events: `open` (the row, when `opens`), `act` (the action, when `action` names one). Both carry `key`.
 */
Component({
  properties: {
    name: { type: String, value: '' },
    /** The fact: 「上次通话是 9 天前」. */
    fact: { type: String, value: '' },
    /** A state beside the name, and its tone (see state-word). */
    state: { type: String, value: '' },
    tone: { type: String, value: 'plain' },
    action: { type: String, value: '' },
    /** An icon for the action. */
    icon: { type: String, value: '' },
    opens: { type: Boolean, value: false },
    /** In a list of which several are chosen: `on`, `off`; a tap `opens`, that is turns it. */
    mark: { type: String, value: '' },
    busy: { type: Boolean, value: false },
    /** What the page recognises the row by. */
    key: { type: String, value: '' },
  },
  methods: {
    onOpen() {
      if (this.data.opens) this.triggerEvent('open', { key: this.data.key });
    },
    onAct() {
      if (!this.data.busy) this.triggerEvent('act', { key: this.data.key });
    },
  },
});
