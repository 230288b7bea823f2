/** The page that opens when a slip is scanned; it finds the code in the scene. */
export const RELAY_PAGE = 'features/notices/pages/relay/index';
export const sceneOf = (code: string): string => `s=${code}`;
