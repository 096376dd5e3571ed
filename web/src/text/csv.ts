/** Files made of an answer that is on the screen, for answers that the server gives as JSON only. */
type Value = string | number | boolean | null;

/** Comma-separated lines with a head; quoted where needed (RFC 4180). */
export function csv(rows: Record<string, Value>[]): string {
  const [first] = rows;
  if (!first) return '';
  const cell = (v: Value) => {
    const text = v === null ? '' : String(v);
    return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const names = Object.keys(first);
  const lines = [names, ...rows.map((r) => names.map((n) => r[n] ?? null))];
  return lines.map((line) => `${line.map(cell).join(',')}\r\n`).join('');
}

/** Hands a file to the reader. */
export function download(name: string, type: string, content: BlobPart): void {
  const href = URL.createObjectURL(new Blob([content], { type }));
  Object.assign(document.createElement('a'), { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 10_000);
}
