import type { RecordKind } from '../../../../shared/domain/record-kinds-parts';
import { LIMITS } from '../../../../shared/limits';
import { isForClass, type Problems, type RecordForm, type Voice } from '../../form';
import type { FamilyView } from '../family-view/index';
import type { FieldRow } from '../kind-field/row';
import { type Addresses, changedFiles, previewOf, rowsOf, shownPhotos, shownVoices } from './view';

type Value<T> = WechatMiniprogram.CustomEvent<{ value: T }>;
type Valued = WechatMiniprogram.CustomEvent<{ id: string; value: RecordForm['values'][string] | undefined }>;

/** All that is asked of a record of one kind, drawn from the kind's row. Event `change` {part: what of the form is other now}. */
Component({
  properties: {
    kind: { type: Object, value: null as RecordKind | null },
    form: { type: Object, value: null as RecordForm | null },
    problems: { type: Object, value: {} as Problems },
    /** Where files that are at the school already can be seen: file id → address. */
    addresses: { type: Object, value: {} as Addresses },
    /** Who writes it, as the family reads. */
    by: { type: String, value: '' },
  },
  data: {
    rows: [] as FieldRow[],
    photos: [] as string[],
    voices: [] as Voice[],
    preview: null as FamilyView | null,
    /** Several families read what is shared. */
    several: false,
    limits: LIMITS,
  },
  observers: {
    'kind, form, problems, addresses, by'(
      kind: RecordKind | null,
      form: RecordForm | null,
      problems: Problems,
      addresses: Addresses,
      by: string,
    ) {
      if (!kind || !form) return;
      this.setData({
        rows: rowsOf(kind, form, problems),
        photos: shownPhotos(form, addresses),
        voices: shownVoices(form, addresses),
        preview: previewOf(kind, form, by, addresses),
        several: isForClass(kind) || form.children.length > 1,
      });
    },
  },
  methods: {
    onField({ detail }: Valued) {
      const { [detail.id]: _, ...others } = this.form().values;
      this.tell({ values: detail.value === undefined ? others : { ...others, [detail.id]: detail.value } });
    },
    onPhotos({ detail }: WechatMiniprogram.CustomEvent<{ photos: string[] }>) {
      this.tell({ photos: changedFiles(this.form().photos, detail.photos, (path) => path, this.addresses()) });
    },
    onConsent({ detail }: Value<boolean>) {
      this.tell({ photosConsented: detail.value });
    },
    onVoices({ detail }: WechatMiniprogram.CustomEvent<{ voices: Voice[] }>) {
      this.tell({ voices: changedFiles(this.form().voices, detail.voices, ({ path }) => path, this.addresses()) });
    },
    onPlace({ detail }: Value<string>) {
      this.tell({ place: detail.value });
    },
    onShare({ detail }: Value<boolean>) {
      this.tell({ share: detail.value });
    },
    onShareText({ detail }: WechatMiniprogram.Input) {
      this.tell({ shareText: detail.value });
    },
    /** Scrolls the page to a part of the form, by its name in `Problems`. */
    scrollTo(part: string) {
      const query = this.createSelectorQuery();
      query.select(`#${part}`).boundingClientRect();
      query.selectViewport().scrollOffset();
      query.exec(([place, view]: [{ top: number } | null, { scrollTop: number } | null]) => {
        if (place && view) wx.pageScrollTo({ scrollTop: view.scrollTop + place.top, duration: 200 });
      });
    },
    form(): RecordForm {
      return this.data.form as RecordForm;
    },
    addresses(): Addresses {
      return this.data.addresses as Addresses;
    },
    tell(part: Partial<RecordForm>) {
      this.triggerEvent('change', { part });
    },
  },
});
