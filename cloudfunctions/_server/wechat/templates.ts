/**
 * The subscription templates that the product sends, by what they are for. The ids are those of the Mini Program's
 * console and so differ from account to account: a deployment names its own in `TEMPLATE_IDS` (`kind:id,…`).
 */
export type TemplateKind = 'call' | 'notice' | 'contact';

export interface TemplateDeclaration {
  readonly kind: TemplateKind;
  /** The id used where no other is configured. */
  readonly id: string;
  readonly title: string;
  /** Field → what stands there; the field's name carries its type (thing ≤ 20 characters, time, phrase ≤ 5 …). */
  readonly fields: Readonly<Record<string, string>>;
}

export const TEMPLATES: readonly TemplateDeclaration[] = [
  {
    kind: 'call',
    id: 'local-template-call',
    title: '亲情通话提醒',
    fields: { time1: '通话时间', thing2: '通话地点', thing3: '提示' },
  },
  {
    kind: 'notice',
    id: 'local-template-notice',
    title: '学校通知提醒',
    fields: { thing1: '通知标题', thing2: '来自', thing3: '提示' },
  },
  {
    kind: 'contact',
    id: 'local-template-contact',
    title: '联系提醒',
    fields: { thing1: '提醒事项', thing2: '来自', thing3: '提示' },
  },
];

/** Kind → id, with the deployment's own ids over the declared ones. */
export function templateIds(own: Partial<Record<string, string>> = {}): Readonly<Record<TemplateKind, string>> {
  return Object.fromEntries(TEMPLATES.map(({ kind, id }) => [kind, own[kind] ?? id])) as Record<TemplateKind, string>;
}
