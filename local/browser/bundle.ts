/** The shape of what the compiler writes and the runtime reads. Paths are relative to the Mini Program's root, without extension. */

/** The part of `app.json` that the runtime follows. */
export interface AppConfig {
  readonly pages: readonly string[];
  readonly subPackages?: readonly {
    readonly root: string;
    readonly name?: string;
    readonly pages: readonly string[];
  }[];
  readonly window?: WindowConfig;
  readonly tabBar?: {
    readonly color?: string;
    readonly selectedColor?: string;
    readonly backgroundColor?: string;
    readonly borderStyle?: string;
    readonly list: readonly TabItem[];
  };
  readonly preloadRule?: Readonly<Record<string, { readonly packages: readonly string[] }>>;
  readonly usingComponents?: Readonly<Record<string, string>>;
}

export interface TabItem {
  readonly pagePath: string;
  readonly text: string;
  readonly iconPath?: string;
  readonly selectedIconPath?: string;
}

/** The navigation bar and pull-down of a page; `app.json`'s `window` gives the defaults. */
export interface WindowConfig {
  readonly navigationBarTitleText?: string;
  readonly navigationBarBackgroundColor?: string;
  readonly navigationBarTextStyle?: 'black' | 'white';
  readonly navigationStyle?: 'default' | 'custom';
  readonly backgroundColor?: string;
  readonly enablePullDownRefresh?: boolean;
  readonly onReachBottomDistance?: number;
  readonly disableScroll?: boolean;
}

/** A page's or component's `.json` with `usingComponents` resolved to paths that begin with `/`. */
export interface UnitConfig extends WindowConfig {
  readonly component?: boolean;
  readonly usingComponents?: Readonly<Record<string, string>>;
  readonly componentGenerics?: Readonly<Record<string, true | { readonly default?: string }>>;
  readonly styleIsolation?: string;
  readonly addGlobalClass?: boolean;
  readonly pureDataPattern?: string;
}

export interface BundleUnit {
  readonly isPage: boolean;
  readonly config: UnitConfig;
  /** The script that calls `Page` or `Component`. */
  readonly script: string;
  /** Class prefix that keeps the unit's styles its own; none when its styles are shared. */
  readonly scope?: string;
  /** Compiled styles; none when the unit has no `.wxss`. */
  readonly style?: string;
}

export interface BundleModule {
  /** Runs the CommonJS body; `globals` are the values of `MODULE_GLOBALS` in that order. */
  readonly run: (
    require: (name: string) => unknown,
    module: { exports: unknown },
    exports: unknown,
    ...globals: readonly unknown[]
  ) => void;
  /** What the script requires → the file it is. */
  readonly dependencies: Readonly<Record<string, string>>;
}

export type TemplateGenerators = Readonly<Record<string, (name: string) => unknown>>;

/** The main package (`root` is empty) or a subpackage. */
export interface BundlePackage {
  readonly root: string;
  readonly units: Readonly<Record<string, BundleUnit>>;
  readonly templates: TemplateGenerators;
  readonly modules: Readonly<Record<string, BundleModule>>;
}

/** What the first script of a bundle sets: the app and where its packages are. */
export interface BundleManifest {
  readonly app: AppConfig;
  readonly appScript: string;
  readonly appStyle: string;
  /** Subpackage root → script file, e.g. `features/booking` → `package-1.js`. */
  readonly packageFiles: Readonly<Record<string, string>>;
  readonly pages: readonly string[];
}

/** Names that a script of a Mini Program finds in its scope. */
export const MODULE_GLOBALS = [
  'wx',
  'App',
  'Page',
  'Component',
  'Behavior',
  'getApp',
  'getCurrentPages',
  'requirePlugin',
] as const;

/** Names of a browser that a phone's script engine does not have; product code that uses one must fail here too. */
export const HIDDEN_GLOBALS = [
  'window',
  'document',
  'self',
  'top',
  'parent',
  'navigator',
  'location',
  'history',
  'localStorage',
  'sessionStorage',
  'indexedDB',
  'fetch',
  'XMLHttpRequest',
  'WebSocket',
  'EventSource',
  'alert',
  'confirm',
  'prompt',
  'Blob',
  'File',
  'FileReader',
  'FormData',
  'URL',
  'URLSearchParams',
  'AbortController',
  'TextEncoder',
  'TextDecoder',
  'crypto',
  'structuredClone',
  'atob',
  'btoa',
  'Audio',
  'Image',
] as const;
