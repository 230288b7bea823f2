/** Why a call failed, in WeChat's words; the API's name is put before it: `navigateTo:fail page is not found`. */
export class WxFailure extends Error {
  constructor(
    readonly reason: string,
    /** WeChat's numbers, e.g. `{ errno: 600001 }` or `{ errCode: 20004 }`. */
    readonly codes: { readonly errno?: number; readonly errCode?: number } = {},
  ) {
    super(reason);
  }
}
