import { Marked, type Tokens } from 'marked'

/** HTML that a text may hold as it is: tags that only shape words, without attributes. Other HTML is shown as text. */
const plainTag = /^<\/?(?:br|sub|sup|kbd|mark|details|summary)\s*\/?>$/i
const safeLink = /^(?:https?:|mailto:|#)/i
const safeImage = /^(?:data:image\/(?:png|jpeg|gif|webp);base64,|\/media\/)/i

export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (char) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' })[char]!)

const marked = new Marked({
  gfm: true,
  renderer: {
    html: ({ text }: Tokens.HTML | Tokens.Tag) => text.split(/(<[^<>]*>)/).map((part) => (plainTag.test(part) ? part : escapeHtml(part))).join(''),
    link({ href, tokens }: Tokens.Link) {
      const inner = this.parser.parseInline(tokens)
      return safeLink.test(href) ? `<a href="${escapeHtml(href)}" target="_blank" rel="noreferrer noopener">${inner}</a>` : inner
    },
    image: ({ href, text }: Tokens.Image) => (safeImage.test(href) ? `<img src="${escapeHtml(href)}" alt="${escapeHtml(text)}">` : escapeHtml(text)),
  },
})

/** Markdown as HTML that runs nothing and loads nothing from elsewhere. */
export const markdownToHtml = (source: string): string => marked.parse(source, { async: false })
