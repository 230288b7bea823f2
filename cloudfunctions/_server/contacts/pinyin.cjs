/**
 * The readings of Chinese signs. CommonJS, for it alone loads a library at the moment of its first use: the dictionary would cost every start of
 * `api` (see `npm run bench -- imports`), and few requests write a name.
 */
let library;

exports.pinyin = (...args) => {
  library ??= require('pinyin-pro');
  return library.pinyin(...args);
};
