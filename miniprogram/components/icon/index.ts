/** One of our few drawings, in the colour and size of the text around it. Never alone: a word stands beside it. Its tag is `glyph`, for `icon` is one of WeChat's own. Names: glyphs.wxss. */
Component({
  properties: {
    name: { type: String, value: '' },
  },
});
