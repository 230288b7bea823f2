/** Small values that survive the app being killed (WeChat allows 10 MB in all, 1 MB a key). A full or broken store never breaks a page. */

/** What was stored under `key`, or `fallback` when there is nothing or it cannot be read. */
export function recall<T>(key: string, fallback: T): T {
  try {
    const value: unknown = wx.getStorageSync(key);
    return value === '' || value === undefined ? fallback : (value as T);
  } catch {
    return fallback;
  }
}

/** Stores a JSON value. Answers false when the phone had no room for it. */
export function remember(key: string, value: unknown): boolean {
  try {
    wx.setStorageSync(key, value);
    return true;
  } catch {
    return false;
  }
}

/** The keys of all that is stored; none where the store is broken. */
export function storedKeys(): string[] {
  try {
    return wx.getStorageInfoSync().keys;
  } catch {
    return [];
  }
}

export function forget(key: string): void {
  try {
    wx.removeStorageSync(key);
  } catch {
    // Nothing was there, or the store is broken: either way nothing is left to forget.
  }
}
