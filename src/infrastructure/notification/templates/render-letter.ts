import type { Block, Letter } from './letter.js';

const INK = '#1f2933';
const QUIET = '#66727f';
const LINE = '#e4e7eb';
const ACCENT = '#2f5d50';
const FONT = '-apple-system,BlinkMacSystemFont,Segoe UI,Roboto,Helvetica,Arial,sans-serif';

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

const escape = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);

/** Only what a browser opens harmlessly becomes a link; a `javascript:` address stays text. */
const isSafe = (url: string): boolean => /^https?:\/\//i.test(url);

function htmlOf(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
      return `<p style="margin:0 0 16px">${escape(block.text)}</p>`;
    case 'button':
      if (!isSafe(block.url)) return `<p style="margin:0 0 16px">${escape(block.label)}: ${escape(block.url)}</p>`;
      return `<p style="margin:24px 0"><a href="${escape(block.url)}" style="background:${ACCENT};color:#ffffff;text-decoration:none;padding:12px 22px;border-radius:6px;display:inline-block;font-weight:600">${escape(block.label)}</a></p>
<p style="margin:0 0 16px;color:${QUIET};font-size:13px;word-break:break-all">${escape(block.url)}</p>`;
    case 'code':
      return `<pre style="margin:0 0 16px;padding:12px 14px;background:#f5f7f8;border-radius:6px;font-size:13px;white-space:pre-wrap;word-break:break-all">${escape(block.text)}</pre>`;
    case 'facts':
      return `<table role="presentation" cellpadding="0" cellspacing="0" style="width:100%;border-collapse:collapse;margin:0 0 20px">
${block.rows.map(([name, value], index) => row(name, value, block.isBill === true && index === block.rows.length - 1)).join('\n')}
</table>`;
  }
}

const row = (name: string, value: string, isTotal: boolean): string =>
  `<tr style="border-top:1px solid ${LINE}${isTotal ? ';font-weight:700' : ''}"><td style="padding:8px 12px 8px 0;vertical-align:top">${escape(name)}</td><td style="padding:8px 0;text-align:right;vertical-align:top;white-space:nowrap">${escape(value)}</td></tr>`;

function textOf(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
      return block.text;
    case 'button':
      return `${block.label}:\n${block.url}`;
    case 'code':
      return block.text
        .split('\n')
        .map((line) => `    ${line}`)
        .join('\n');
    case 'facts': {
      const width = Math.max(...block.rows.map(([name]) => name.length));
      return block.rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join('\n');
    }
  }
}

/** Both forms of a letter; everything that came from people is escaped in the HTML one. */
export function renderLetter({ subject, blocks }: Letter, shopName: string): { readonly html: string; readonly text: string } {
  const html = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escape(subject)}</title></head>
<body style="margin:0;padding:24px 12px;background:#f0f2f4;color:${INK};font:16px/1.5 ${FONT}">
<div style="max-width:560px;margin:0 auto;background:#ffffff;border-radius:10px;padding:32px">
<p style="margin:0 0 24px;font-size:18px;font-weight:700;color:${ACCENT}">${escape(shopName)}</p>
${blocks.map(htmlOf).join('\n')}
</div>
<p style="max-width:560px;margin:16px auto 0;color:${QUIET};font-size:12px;text-align:center">${escape(shopName)}</p>
</body>
</html>
`;
  return { html, text: `${blocks.map(textOf).join('\n\n')}\n\n-- \n${shopName}\n` };
}
