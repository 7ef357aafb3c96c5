import { describe, expect, it } from 'vitest'
import { markdownToHtml } from './toHtml.ts'

it('renders what people write', () => {
  const html = markdownToHtml('# λ\n\nSee **this** and `code`, H<sub>2</sub>O.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n')
  for (const part of ['<h1>λ</h1>', '<strong>this</strong>', '<code>code</code>', 'H<sub>2</sub>O', '<td>1</td>']) expect(html).toContain(part)
})

describe('a hostile text', () => {
  it.each([
    '<script>alert(1)</script>',
    'x <img src=x onerror=alert(1)>',
    '<sub onclick="alert(1)">x</sub>',
    '<details ontoggle=alert(1) open>',
    '<svg><script>1</script></svg>',
    '[x](javascript:alert(1))',
    '[x](data:text/html,<script>1</script>)',
    '![x](https://evil.example/pixel.png)',
    '[x](https://a.example/"onmouseover="alert(1))',
    '<a href="javascript:alert(1)">x</a>',
    '<iframe src="https://evil.example"></iframe>',
  ])('%s makes no tag of its own', (source) => {
    const tags = markdownToHtml(source).match(/<[^>]*>/g) ?? []
    for (const tag of tags) {
      expect(tag).not.toMatch(/<\/?(?:script|img|svg|iframe)/i)
      expect(tag).not.toMatch(/\son\w+=|javascript:/i)
    }
  })
})
